import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs programs as whole processes, in turn, against an agent that answers at once, and prints each one's times. Arguments: runs, socket, and a file of
 * variants: lines of {@code NAME|CNI_COMMAND|program argument...}. A run that fails ends the measurement.
 */
final class Measure {

    private record Variant(String name, String command, List<String> program) {}

    private static final String STDIN = """
            {"cniVersion": "1.0.0", "name": "net", "type": "warren", "socket": "%s", "prevResult": {"cniVersion": "1.0.0",
             "interfaces": [{"name": "eth0", "sandbox": "/run/netns/x"}], "ips": [{"address": "10.77.0.2/22", "interface": 0}]}}""";

    private Measure() {}

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        Path socket = Path.of(arguments[1]);
        List<Variant> variants = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            String[] parts = line.split("\\|");
            variants.add(new Variant(parts[0], parts[1], List.of(parts[2].split(" +"))));
        }
        try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            agent.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> serve(agent));
            double[][] millis = new double[variants.size()][runs];
            double[] cpu = new double[variants.size()];
            for (int run = -2; run < runs; run++) {
                for (int i = 0; i < variants.size(); i++) {
                    double before = childrensCpuMillis();
                    double took = run(variants.get(i), socket);
                    if (run >= 0) {
                        millis[i][run] = took;
                        cpu[i] += (childrensCpuMillis() - before) / runs;
                    }
                }
            }
            print(variants, millis, cpu);
        }
    }

    private static double run(Variant variant, Path socket) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(variant.program()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("CNI_COMMAND", variant.command(), "CNI_CONTAINERID", "measured", "CNI_IFNAME", "eth0",
                "CNI_NETNS", "/dev/null", "CNI_PATH", "/opt/cni/bin", "CNI_ARGS", "K8S_POD_NAMESPACE=a;K8S_POD_NAME=b"));
        long start = System.nanoTime();
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(STDIN.formatted(socket).getBytes(StandardCharsets.UTF_8));
        } catch (IOException doesNotRead) {
            // The clients do not.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        double took = (System.nanoTime() - start) / 1e6;
        if (status != 0) {
            throw new IOException(variant + ": exit status " + status + ": " + out);
        }
        return took;
    }

    /** User and system time of all programs that ended, from the kernel's 10 ms ticks: right as a mean over many runs, and hardly touched by other load. */
    private static double childrensCpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return 10.0 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }

    private static void serve(ServerSocketChannel agent) {
        while (true) {
            try (SocketChannel client = agent.accept()) {
                client.read(ByteBuffer.allocate(1 << 16));
                client.write(ByteBuffer.wrap("{\"warren\":1}\n".getBytes(StandardCharsets.UTF_8)));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private static void print(List<Variant> variants, double[][] millis, double[] cpu) {
        System.out.printf("%-44s %8s %8s %8s %8s   ms, %d runs in turn%n", "whole process", "min", "p50", "p99", "CPU", millis[0].length);
        for (int i = 0; i < millis.length; i++) {
            double[] sorted = millis[i];
            Arrays.sort(sorted);
            System.out.printf("%-44s %8.1f %8.1f %8.1f %8.1f%n", variants.get(i).name(), sorted[0], sorted[sorted.length / 2],
                    sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)], cpu[i]);
        }
    }
}
