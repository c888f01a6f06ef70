package mesh.warren.bench.node;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.demo.node.Pod;

/**
 * One run of wrk, the load generator, in a pod.
 *
 * @param requests answered
 * @param errors   answers other than 2xx and 3xx, and socket errors
 * @param p50Micros median latency
 * @param p99Micros 99th percentile
 */
record Wrk(long requests, long errors, long p50Micros, long p99Micros) {

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern ERRORS = Pattern.compile("(?:Non-2xx or 3xx responses: (\\d+))|(?:Socket errors: connect (\\d+), read (\\d+),"
            + " write (\\d+), timeout (\\d+))");

    /** One thread; returns when the seconds are over. */
    static Wrk run(Pod pod, URI url, int connections, int seconds) throws IOException {
        String out = pod.run(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency", url.toString()));
        Matcher errors = ERRORS.matcher(out);
        long failed = 0;
        while (errors.find()) {
            for (int group = 1; group <= errors.groupCount(); group++) {
                failed += errors.group(group) == null ? 0 : Long.parseLong(errors.group(group));
            }
        }
        return new Wrk(Long.parseLong(find(REQUESTS, out)), failed, percentile(out, "50%"), percentile(out, "99%"));
    }

    private static long percentile(String out, String name) throws IOException {
        String text = find(Pattern.compile("\\s" + name + "\\s+([0-9.]+(?:us|ms|s))"), out);
        double number = Double.parseDouble(text.replaceAll("[a-z]", ""));
        return Math.round(number * (text.endsWith("us") ? 1 : text.endsWith("ms") ? 1_000 : 1_000_000));
    }

    private static String find(Pattern pattern, String out) throws IOException {
        Matcher matcher = pattern.matcher(out);
        if (!matcher.find()) {
            throw new IOException("wrk says neither requests nor latency: " + out);
        }
        return matcher.group(1);
    }
}
