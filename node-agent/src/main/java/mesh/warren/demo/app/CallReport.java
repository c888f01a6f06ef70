package mesh.warren.demo.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one pod's calls came to. Written by the calling thread, read after it has ended. As one line:
 * {@code report requests=N failures=N loopback=ok|BAD sources=IP,IP servers=N first=TEXT}.
 */
final class CallReport {

    private final String pod;
    private final SortedSet<String> sources = new TreeSet<>();
    private final SortedSet<String> servers = new TreeSet<>();
    private final List<String> failures = new ArrayList<>();
    private long requests;
    private long failed;
    private long longestGap;
    private String loopback = "ok";
    private long lastAnswer = System.nanoTime();

    CallReport(String pod) {
        this.pod = pod;
    }

    void answered(String answer) {
        requests++;
        gap();
        servers.add(field(answer, "pod="));
        sources.add(field(answer, "peer="));
    }

    void failed(String why) {
        requests++;
        failed++;
        if (failures.size() < 3) {
            failures.add(why);
        }
    }

    void loopbackAnswered(String answer) {
        String who = field(answer, "pod=");
        if (!who.equals(pod)) {
            loopback = "answered-by-" + who;
        }
    }

    void loopbackFailed(String why) {
        loopback = "failed:" + why;
    }

    private void gap() {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - lastAnswer);
        lastAnswer = now;
    }

    String line() {
        return "report requests=" + requests + " failures=" + failed + " loopback=" + loopback.replace(' ', '_')
                + " sources=" + String.join(",", sources) + " servers=" + servers.size()
                + " longestGapMillis=" + longestGap / 1_000_000
                + " first=" + String.join(" | ", failures).replace('\n', ' ');
    }

    private static String field(String answer, String name) {
        int at = answer.indexOf(name);
        if (at < 0) {
            return "?" + answer;
        }
        int end = answer.indexOf(' ', at);
        return answer.substring(at + name.length(), end < 0 ? answer.length() : end);
    }
}
