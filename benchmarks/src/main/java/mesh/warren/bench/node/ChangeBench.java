package mesh.warren.bench.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.bench.process.Figures;
import mesh.warren.bench.wire.AdsRelay;
import mesh.warren.bench.wire.Seen;

/** Changes one thing after the other and listens to what agent and Envoy say about it. */
final class ChangeBench {

    private static final long LOOK_NANOS = 1_000_000;
    /** Longer than the settle window and the manifests' quiet time: what comes later was not of this change. */
    private static final long QUIET_NANOS = 400_000_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final BenchNode node;
    private final AdsRelay relay;
    private final Cell cell;

    /** What is changed: forth in even turns, back in odd ones. */
    interface Change {
        void make(int turn) throws IOException;
    }

    /** @param relay between agent and Envoy; Envoy is connected through it */
    ChangeBench(BenchNode node, AdsRelay relay, Cell cell) {
        this.node = node;
        this.relay = relay;
        this.cell = cell;
    }

    ChangeResult run(String what, int changes, Change change) throws IOException {
        AgentStatus status = node.agent().awaitSettled(BenchNode.PATIENCE);
        List<Long> toAck = new ArrayList<>();
        List<Long> fileToAck = new ArrayList<>();
        TreeMap<String, Integer> sent = new TreeMap<>();
        int refused = 0;
        one(change, 0); // the first one also loads classes
        one(change, 1);
        long agentCpu = Figures.cpuNanos(status.pid());
        long envoyCpu = Figures.cpuNanos(status.envoy().pid());
        long[] bytes = relay.bytes();
        for (int turn = 0; turn < changes; turn++) {
            long begin = System.nanoTime();
            List<Seen> seen = one(change, turn);
            long first = seen.stream().filter(Seen::toEnvoy).mapToLong(Seen::nanos).min().orElseThrow();
            long last = seen.stream().filter(s -> !s.toEnvoy() && !s.nonce().isEmpty()).mapToLong(Seen::nanos).max().orElseThrow();
            toAck.add((last - first) / 1000);
            fileToAck.add((last - begin) / 1000);
            seen.stream().filter(Seen::toEnvoy)
                    .forEach(s -> sent.merge(s.type(), s.resources().size() + s.removed().size(), Integer::sum));
            refused += (int) seen.stream().filter(Seen::refused).count();
        }
        long[] after = relay.bytes();
        Collections.sort(toAck);
        Collections.sort(fileToAck);
        return new ChangeResult(what, cell.pods(), cell.services(), changes, toAck, fileToAck, sent, refused,
                (after[0] - bytes[0]) / changes, (after[1] - bytes[1]) / changes,
                (Figures.cpuNanos(status.pid()) - agentCpu) / changes / 1000,
                (Figures.cpuNanos(status.envoy().pid()) - envoyCpu) / changes / 1000);
    }

    /** Makes the change and returns what was said until every response had its answer and nothing more came. */
    private List<Seen> one(Change change, int turn) throws IOException {
        relay.take();
        List<Seen> seen = new ArrayList<>();
        long begin = System.nanoTime();
        change.make(turn);
        while (true) {
            LockSupport.parkNanos(LOOK_NANOS);
            seen.addAll(relay.take());
            long now = System.nanoTime();
            long last = seen.isEmpty() ? now : seen.getLast().nanos();
            long responses = seen.stream().filter(Seen::toEnvoy).count();
            long answers = seen.stream().filter(s -> !s.toEnvoy() && !s.nonce().isEmpty()).count();
            if (responses > 0 && answers >= responses && now - last > QUIET_NANOS) {
                return seen;
            }
            if (now - begin > PATIENCE_NANOS) {
                throw new IOException("no answer to a change within 30 s; seen: " + seen);
            }
        }
    }
}
