package mesh.warren.bench.node;

import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.demo.app.AppProcess;
import mesh.warren.demo.cluster.DemoPod;
import mesh.warren.demo.node.Pod;

/** Three pods without Warren that answer what is called. */
final class Servers {

    private static final int COUNT = 3;

    private Servers() {}

    /** Returns when they serve; they end with the node. */
    static List<DemoPod> start(BenchNode node) throws IOException {
        List<DemoPod> serving = new ArrayList<>();
        List<AppProcess> apps = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Pod pod = Pod.create(node.node(), node.bridge(), "servers", "server-" + i);
            node.keep(pod);
            AppProcess app = AppProcess.start(pod.name(), pod.inside(List.of()), node.files().folder().resolve(pod.name() + ".log"));
            node.beforeEnd(app::close);
            apps.add(app);
            serving.add(new DemoPod(pod.name(), pod.address(Inet4Address.class)));
        }
        for (AppProcess app : apps) {
            app.awaitReady();
        }
        return serving;
    }
}
