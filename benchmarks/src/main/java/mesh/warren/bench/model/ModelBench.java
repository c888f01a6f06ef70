package mesh.warren.bench.model;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import mesh.warren.cli.plan.DoorsInOneNamespace;
import mesh.warren.cli.plan.MeasuredEnvoy;
import mesh.warren.demo.mesh.MeshSidecar;
import mesh.warren.demo.report.Table;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.plan.Load;
import mesh.warren.model.plan.MemoryModel;
import mesh.warren.model.plan.Planner;
import mesh.warren.model.plan.Sent;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import picocli.CommandLine.Command;

/** {@code warren bench model}: Envoys of many shapes, and what the model of {@code warren plan} says of each. */
@Command(name = "model", mixinStandardHelpOptions = true, description = {
    "Measures Envoys that hold sidecars' and shared configurations of several sizes, beside what warren plan predicts for them."})
public final class ModelBench implements Callable<Integer> {

    private static final double MIB = 1 << 20;
    private static final Set<ResourceType> CLUSTERS = EnumSet.of(ResourceType.CLUSTER, ResourceType.ENDPOINTS);

    private final Table table = new Table("Envoy", "clusters", "endpoints, KB", "routes, KB", "chains", "listeners", "of them KB",
            "measured, MiB", "model, MiB", "off by, %");
    private Path envoy;

    @Override
    public Integer call() throws IOException, InterruptedException {
        envoy = Path.of(System.getenv("WARREN_ENVOY"));
        row("nothing", List.of());
        row("1,000 clusters, 3 endpoints each", of(1000, 3, CLUSTERS));
        row("500 clusters, 40 endpoints each", of(500, 40, CLUSTERS));
        row("1,000 clusters and a route table of 500", httpOnly(1000));
        for (int services : new int[] {10, 100, 300, 1000}) {
            row("sidecar, " + services + " Services", of(services, 3, EnumSet.allOf(ResourceType.class)));
        }
        for (int[] size : new int[][] {{1, 100}, {10, 100}, {100, 100}, {1, 1000}, {20, 1000}, {60, 300}}) {
            row("shared by " + size[0] + ", " + size[1] + " Services", shared(size[0], size[1]));
        }
        System.out.println(table);
        return 0;
    }

    private static List<PhysicalResource> of(int services, int endpoints, Set<ResourceType> types) {
        List<PhysicalResource> all = new ArrayList<>();
        for (Sent sent : new MeshSidecar("app", new Tenant("team"), services, endpoints, -1).sidecar().resources()) {
            ResourceType type = ResourceType.ofUrl(sent.typeUrl()).orElseThrow();
            if (types.contains(type)) {
                all.add(PhysicalResource.of(ResourceKey.of(type, MeshSidecar.nameOf(sent)), UnsafeByteOperations.unsafeWrap(sent.bytes())));
            }
        }
        return all;
    }

    /** Without the listeners of TCP Services, so that the route table is what there is besides clusters. */
    private static List<PhysicalResource> httpOnly(int services) {
        return of(services, 3, EnumSet.allOf(ResourceType.class)).stream()
                .filter(one -> one.key().type() != ResourceType.LISTENER || !one.key().name().value().startsWith("10.")).toList();
    }

    private static List<PhysicalResource> shared(int pods, int services) {
        Planner planner = new Planner(new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void")),
                RewriteContext.DEFAULT, true);
        for (int i = 0; i < pods; i++) {
            planner.add(MeshSidecar.of(i, services).sidecar());
        }
        DoorsInOneNamespace doors = new DoorsInOneNamespace();
        return planner.physical().stream().map(doors::move).toList();
    }

    private void row(String what, List<PhysicalResource> resources) throws IOException, InterruptedException {
        Load load = new Load();
        resources.forEach(resource -> load.add(resource.key().type(), resource.content().size()));
        MeasuredEnvoy measured = MeasuredEnvoy.of(envoy, resources);
        double model = MemoryModel.CALIBRATED.envoy(load);
        table.row(what, load.count(ResourceType.CLUSTER), load.bytes(ResourceType.ENDPOINTS) / 1000, load.bytes(ResourceType.ROUTES) / 1000,
                load.count(ResourceType.CHAIN), load.count(ResourceType.LISTENER), load.bytes(ResourceType.LISTENER) / 1000,
                "%.1f".formatted(measured.privateDirty() / MIB), "%.1f".formatted(model / MIB),
                "%+.0f".formatted(100 * (model / measured.privateDirty() - 1)));
        System.err.println(what + ": " + measured);
    }
}
