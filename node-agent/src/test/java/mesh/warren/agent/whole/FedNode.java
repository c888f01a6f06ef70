package mesh.warren.agent.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.demo.node.Teardown;

/**
 * A node whose pods of the tenant {@code fed} are fed by a real control plane, those of {@code own} by a second one; two pods that
 * answer; and a plain sidecar on the first control plane.
 */
final class FedNode implements AutoCloseable {

    static final int PODS = 20;

    private final Teardown teardown = new Teardown();
    private final Path folder;
    private final ControlPlaneProcess first;
    private final ControlPlaneProcess second;
    private final WholeNode node;
    private final List<WholePod> pods = new ArrayList<>();
    private final WholePod own;
    private final WholePod plain;
    private final Map<String, SidecarWorld> worlds;
    private final WholePod one;
    private final WholePod two;

    private FedNode(ControlPlaneProgram program, Protocol protocol) throws IOException {
        folder = Files.createTempDirectory("warren-fed");
        teardown.later("folder " + folder, () -> WholeNode.run("rm", "-rf", folder.toString()));
        first = controlPlane(program, folder.resolve("first"));
        second = controlPlane(program, folder.resolve("second"));
        node = WholeNode.start(2, settings(protocol));
        teardown.later("node", node::close);
        one = node.pod("shop", "one", node.plainChain());
        two = node.pod("shop", "two", node.plainChain());
        boolean rest = protocol == Protocol.REST;
        SidecarWorld start = new SidecarWorld(1, rest ? SidecarWorld.REST : SidecarWorld.ADS, one.ipv4(), two.ipv4(), "one", false,
                program != ControlPlaneProgram.JAVA, ServerCertificate.of("first", folder).secret("web-cert"), "");
        worlds = IntStream.range(0, PODS).mapToObj(FedNode::nodeId).collect(Collectors.toMap(id -> id, _ -> start));
        worlds.put("plain.fed", start);
        first.serve(worlds.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().json())));
        second.serve(Map.of("alone.own", start.plain("two").json()));
        for (int i = 0; i < PODS; i++) {
            pods.add(node.pod("fed", "pod-" + i, node.chain(20)));
        }
        own = node.pod("own", "alone", node.chain(20));
        plain = node.pod("fed", "plain", node.plainChain());
        PlainSidecar sidecar = PlainSidecar.start(plain, "plain.fed", protocol, first.port(), folder);
        teardown.later("relay", sidecar::close);
        await(plain, Ask.http("/"), "pod=one", sidecar::said);
    }

    static FedNode start(ControlPlaneProgram program, Protocol protocol) throws IOException {
        return new FedNode(program, protocol);
    }

    private ControlPlaneProcess controlPlane(ControlPlaneProgram program, Path folder) throws IOException {
        ControlPlaneProcess process = new ControlPlaneProcess(program, Files.createDirectory(folder));
        teardown.later("control plane", process::close);
        process.start();
        return process;
    }

    private String settings(Protocol protocol) {
        return """
                controlPlanes:
                - {name: first, address: "127.0.0.1:%d", protocol: %s, limits: {poll: 1, backOff: 2}}
                - {name: second, address: "127.0.0.1:%d", protocol: %s, limits: {poll: 1, backOff: 2}}
                domains:
                - {namespaces: [fed], controlPlane: first}
                - {namespaces: [own], controlPlane: second}
                """.formatted(first.port(), protocol.name().toLowerCase(Locale.ROOT), second.port(), protocol.name().toLowerCase(Locale.ROOT));
    }

    static String nodeId(int pod) {
        return "pod-" + pod + ".fed";
    }

    WholeNode whole() {
        return node;
    }

    /** The control plane of the twenty. */
    ControlPlaneProcess first() {
        return first;
    }

    WholePod pod(int number) {
        return pods.get(number);
    }

    List<WholePod> pods() {
        return pods;
    }

    /** The pod of the second control plane. */
    WholePod own() {
        return own;
    }

    /** The pod with a sidecar. */
    WholePod plain() {
        return plain;
    }

    /** What these nodes are served changes in one step. */
    void change(UnaryOperator<SidecarWorld> change, List<String> nodes) throws IOException {
        nodes.forEach(id -> worlds.computeIfPresent(id, (_, world) -> change.apply(world)));
        first.serve(nodes.stream().collect(Collectors.toMap(id -> id, id -> worlds.get(id).json())));
    }

    /** All of the first control plane's. */
    void changeAll(UnaryOperator<SidecarWorld> change) throws IOException {
        change(change, List.copyOf(worlds.keySet()));
    }

    /** A certificate that no pod has yet. */
    ServerCertificate certificate(String name) throws IOException {
        return ServerCertificate.of(name, folder);
    }

    /** Every pod's answer has this in it. */
    void awaitAll(Ask ask, String answer) throws IOException {
        for (WholePod pod : pods) {
            await(pod, ask, answer);
        }
        await(plain, ask, answer);
    }

    void await(WholePod pod, Ask ask, String answer) throws IOException {
        await(pod, ask, answer, () -> "");
    }

    private static void await(WholePod pod, Ask ask, String answer, Callable<String> more) throws IOException {
        String[] last = {""};
        try {
            WholeNode.await("", () -> {
                last[0] = ask.from(pod);
                return last[0].contains(answer);
            });
        } catch (IOException late) {
            throw new IOException(pod.pod().name() + " " + ask + ": want '" + answer + "', the last answer is '" + last[0] + "' "
                    + said(more), late);
        }
    }

    private static String said(Callable<String> more) {
        try {
            return more.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        teardown.close();
    }
}
