package mesh.warren.agent.views;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.id.Domain;
import mesh.warren.model.view.VirtualView;

/** The view of all pods without a control plane: one object for all of them. On the thread {@code views}. */
final class BuiltinSource {

    private final BuiltinSettings settings;
    private final CaptureSettings capture;
    private Builtin builtin;
    private ClusterView built;
    private MeshMembers mesh = new MeshMembers(Map.of());
    private VirtualView view;

    BuiltinSource(BuiltinSettings settings, ApiTable table, CaptureSettings capture) {
        this.settings = settings;
        this.capture = capture;
        this.builtin = Builtin.empty(settings, table);
    }

    Domain domain() {
        return settings.domain();
    }

    /** The view of this cluster for these pods; the same object while both are. */
    VirtualView view(ClusterView cluster, Collection<PodRecord> pods) {
        MeshMembers members = settings.tls().isEmpty() ? mesh : MeshMembers.of(pods, cluster, capture.exclusions());
        if (cluster != built || !members.equals(mesh)) {
            mesh = members;
            builtin = builtin.with(cluster.services(), cluster.slices(), mesh);
            view = builtin.envoy().view(capture.clientAddress(), capture.doors());
            built = cluster;
        }
        return view;
    }

    /** What was left out of the Services, and why; one line each. */
    List<String> notes() {
        return view == null ? List.of() : view.notes();
    }
}
