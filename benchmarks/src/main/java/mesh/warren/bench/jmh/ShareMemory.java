package mesh.warren.bench.jmh;

/**
 * Heap that sharing keeps for pods that see the same services: one line. One run of the JVM for each size, with {@code
 * -XX:+UseSerialGC}; what a further pod costs is the difference between two runs. Arguments: pods, services.
 */
public final class ShareMemory {

    private ShareMemory() {}

    public static void main(String[] args) {
        int pods = Integer.parseInt(args[0]);
        int services = Integer.parseInt(args[1]);
        long before = used();
        SharedNode node = new SharedNode(pods, services);
        long after = used();
        System.out.printf("%d pods x %d services: %d KiB, %d classes%n",
                pods, services, (after - before) / 1024, node.share.classes().size());
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
