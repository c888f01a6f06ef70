package mesh.warren.cli.plan;

import java.util.List;
import mesh.warren.model.plan.Sent;
import mesh.warren.model.rewrite.Refusal;

/**
 * What one or several files of a sidecar hold.
 *
 * @param node      whose they are
 * @param resources what its control plane sent
 * @param broken    resources that are no messages of the Envoy in use
 * @param statics   how many resources of its bootstrap there are: they are no control plane's, and are not shared
 */
record Read(DumpNode node, List<Sent> resources, List<Broken> broken, int statics) {

    /** One that could not be read. */
    record Broken(String typeUrl, String name, Refusal refusal) {}
}
