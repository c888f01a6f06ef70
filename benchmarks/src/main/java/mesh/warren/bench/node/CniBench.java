package mesh.warren.bench.node;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.warren.cni.agent.AgentAbsentException;
import mesh.warren.cni.agent.AgentSocket;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Sandbox;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.node.RuntimeConf;
import mesh.warren.demo.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren bench cni}: how long a CNI ADD takes, and what takes that long. */
@Command(name = "cni", mixinStandardHelpOptions = true, description = {
    "Time CNI ADD as a runtime sees it: whole processes, one pod after the other, with a warm agent.",
    "Needs root. Changes nothing of the machine's own network."})
public final class CniBench implements Callable<Integer> {

    private static final int WARM_UP = 10;
    private static final long TIMEOUT_MILLIS = 20_000;

    @Option(names = "--pods", defaultValue = "100", description = "How many ADDs are timed; default ${DEFAULT-VALUE}.")
    private int pods;

    @Option(names = "--services", defaultValue = "50", description = "Services that the pods can call; default ${DEFAULT-VALUE}.")
    private int services;

    private final Durations chain = new Durations();
    private final Durations plugin = new Durations();
    private final Durations jvm = new Durations();
    private final Durations agent = new Durations();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (BenchNode node = BenchNode.start(services)) {
            for (int i = 0; i < WARM_UP; i++) {
                node.keep(Pod.create(node.node(), node.warren(), "bench", "warm-" + i));
            }
            for (int i = 0; i < pods; i++) {
                wholeProcesses(node, "pod-" + i);
            }
            for (int i = 0; i < pods; i++) {
                agentAlone(node, "alone-" + i);
            }
        }
        Table table = new Table("CNI ADD, ms", "p50", "p99", "longest", "of");
        row(table, "whole chain: bridge, host-local, warren", chain);
        row(table, "the process of the plugin warren", plugin);
        row(table, "  of it a process that does nothing (VERSION)", jvm);
        row(table, "  of it the agent: pin, registry, doors bound, capture", agent);
        System.out.println(table);
        System.out.println("  load average at the end: " + Files.readString(Path.of("/proc/loadavg")).strip()
                + "; processors: " + Runtime.getRuntime().availableProcessors());
        return 0;
    }

    private void wholeProcesses(BenchNode node, String name) throws IOException {
        long[] sum = new long[1];
        CniChain timed = node.warren().watched((type, command, took) -> {
            if (command.equals("ADD")) {
                sum[0] += took.toNanos();
                if (type.equals("warren")) {
                    plugin.add(took.toNanos());
                }
            }
        });
        node.keep(Pod.create(node.node(), timed, "bench", name));
        chain.add(sum[0]);
        long begin = System.nanoTime();
        node.warren().version("warren");
        jvm.add(System.nanoTime() - begin);
    }

    /** The plugin's request, from this warm process. */
    private void agentAlone(BenchNode node, String name) throws IOException {
        Pod pod = Pod.create(node.node(), node.bridge(), "bench", name);
        node.keep(pod);
        RuntimeConf conf = pod.conf();
        Sandbox sandbox = new Sandbox(conf.id(), conf.netns().toString(), Optional.of("bench"), Optional.of(name),
                Optional.of(conf.args().get("K8S_POD_UID")), pod.addresses().stream().map(CniBench::inPrefix).toList());
        long begin = System.nanoTime();
        ask(node, new Request.Add(sandbox, TIMEOUT_MILLIS), begin);
        agent.add(System.nanoTime() - begin);
        node.beforeEnd(() -> ask(node, new Request.Delete(conf.id(), TIMEOUT_MILLIS), System.nanoTime()));
    }

    private static String inPrefix(InetAddress address) {
        return address.getHostAddress() + "/" + 8 * address.getAddress().length;
    }

    private static void ask(BenchNode node, Request request, long begin) throws IOException {
        try {
            new AgentSocket(node.files().cniSocket()).call(request, begin + TIMEOUT_MILLIS * 1_000_000);
        } catch (AgentAbsentException | CniException e) {
            throw new IOException(e);
        }
    }

    private static void row(Table table, String what, Durations times) {
        table.row(what, times.percentile(50), times.percentile(99), times.percentile(100), times.count());
    }
}
