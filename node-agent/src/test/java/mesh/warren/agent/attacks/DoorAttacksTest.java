package mesh.warren.agent.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import mesh.warren.agent.whole.WholeNode;
import mesh.warren.agent.whole.WholePod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod that connects too much, and on its connections says too much, too little or nothing. */
@Tag("attacks")
@ExtendWith(Arena.Open.class)
class DoorAttacksTest {

    private static final String HOST = Arena.TARGET.getHost();
    private static final int IDLE = 6_000;

    private final Arena arena = Arena.open();

    @Test
    void idleConnections() throws Exception {
        List<Raw> held = Raw.many(arena.free(), HOST, 80, IDLE);
        long without;
        try {
            without = Raw.open(held);
            assertEquals(IDLE, without);
        } finally {
            Raw.closeAll(held);
        }
        arena.attack(new Attack("a", IDLE + " idle connections", "`limits.connections`", without + " stay open"), () -> {
            List<Raw> open = Raw.many(arena.evil(), HOST, 80, IDLE);
            try {
                WholeNode.await("no more than allowed are open", () -> Raw.open(open) <= Arena.CONNECTIONS);
                return Raw.open(open) + " stay open";
            } finally {
                Raw.closeAll(open);
            }
        });
    }

    @Test
    void connectionChurn() throws Exception {
        int without = answered(arena.free(), 1_500);
        assertEquals(1_500, without);
        arena.attack(new Attack("a", "1,500 connections one after the other, each with a request", "`limits.connectionsPerSecond`",
                "all 1,500 are served"), () -> {
            long start = System.nanoTime();
            int with = answered(arena.evil(), 1_500);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertTrue(with <= Arena.PER_SECOND * (seconds + 2), with + " in " + seconds + " s");
            return with + " are served";
        });
    }

    private static int answered(WholePod from, int number) throws IOException {
        int answered = 0;
        for (int i = 0; i < number; i++) {
            try {
                from.call(Arena.TARGET);
                answered++;
            } catch (IOException closed) {
                // Counted by what is missing.
            }
        }
        return answered;
    }

    @Test
    void slowHeaders() throws Exception {
        arena.attack(new Attack("b", "100 requests whose headers come byte by byte and never end", "worker threads never wait for a client", "always on"),
                () -> slow("GET / HTTP/1.1\r\nhost: t\r\nx: ", "a"));
    }

    @Test
    void slowBodies() throws Exception {
        arena.attack(new Attack("b", "100 requests whose bodies come byte by byte and never end", "worker threads never wait for a client", "always on"),
                () -> slow("POST / HTTP/1.1\r\nhost: t\r\ncontent-length: 1000000\r\n\r\n", "b"));
    }

    private String slow(String head, String drop) throws IOException {
        List<Raw> all = Raw.many(arena.evil(), HOST, 81, 100);
        try {
            for (Raw raw : all) {
                raw.send(head);
            }
            for (int round = 0; round < 20; round++) {
                for (Raw raw : all) {
                    raw.send(drop);
                }
            }
            return Raw.open(all) + " wait, each for itself";
        } finally {
            Raw.closeAll(all);
        }
    }

    @Test
    void hugeHeaders() throws Exception {
        arena.attack(new Attack("b", "a request with 1 MB of headers", "Envoy's limit of 60 KiB", "always on"), () -> {
            try (Raw raw = Raw.open(arena.evil(), HOST, 80)) {
                int sent = Frames.flood(raw, 1_000, i -> (i == 0 ? "GET / HTTP/1.1\r\nhost: t\r\n" : "x-" + i + ": " + "a".repeat(1_000) + "\r\n").getBytes());
                String answer = sent < 1_000 ? "(reset)" : raw.rest();
                assertTrue(answer.contains(" 431 ") || answer.contains("(reset)"), answer);
                return "answered 431 and closed";
            }
        });
    }

    @Test
    void hugeTrailers() throws Exception {
        arena.attack(new Attack("b", "a request with 1 MB of trailers", "Envoy's limit of 60 KiB", "always on"), () -> {
            try (Raw raw = Raw.open(arena.evil(), HOST, 80)) {
                int sent = Frames.flood(raw, 1_000, i -> (i == 0 ? "POST / HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
                        : "x-" + i + ": " + "a".repeat(1_000) + "\r\n").getBytes());
                String answer = sent < 1_000 ? "(reset)" : raw.rest();
                assertTrue(answer.contains(" 431 ") || answer.contains(" 400 ") || answer.contains("(reset)"), answer);
                return "refused and closed";
            }
        });
    }

    @Test
    void hugeBodies() throws Exception {
        arena.attack(new Attack("b", "20 bodies of 100 MB to a server that never reads", "`capture.bufferBytes`", "always on"), () -> {
            long before = heap();
            List<Raw> all = Raw.many(arena.evil(), HOST, 81, 20);
            try {
                for (Raw raw : all) {
                    Thread.ofPlatform().daemon().start(() -> Frames.flood(raw, 1_600,
                            i -> i == 0 ? "POST / HTTP/1.1\r\nhost: t\r\ncontent-length: 104857600\r\n\r\n".getBytes() : new byte[1 << 16]));
                }
                return grown(before);
            } finally {
                Raw.closeAll(all);
            }
        });
    }

    @Test
    void aResponseBomb() throws Exception {
        arena.attack(new Attack("b", "20 responses without end, to a client that never reads", "`capture.bufferBytes`", "always on"), () -> {
            long before = heap();
            List<Raw> all = Raw.many(arena.evil(), HOST, 82, 20);
            try {
                for (Raw raw : all) {
                    raw.send("GET / HTTP/1.1\r\nhost: t\r\n\r\n");
                }
                return grown(before);
            } finally {
                Raw.closeAll(all);
            }
        });
    }

    /** Envoy's heap over a second of the attack. */
    private String grown(long before) throws Exception {
        long most = before;
        for (long end = System.nanoTime() + 1_000_000_000; System.nanoTime() < end;) {
            most = Math.max(most, heap());
        }
        long mebibytes = (most - before) >> 20;
        assertTrue(mebibytes < 100, "Envoy's heap grew by " + mebibytes + " MiB");
        return "Envoy's heap grows by " + mebibytes + " MiB";
    }

    private long heap() throws IOException {
        return Long.parseLong(arena.node().admin().get("/memory").replaceAll("(?s).*\"allocated\": *\"(\\d+)\".*", "$1"));
    }

    @Test
    void garbage() throws Exception {
        arena.attack(new Attack("b", "connections that send random bytes", "Envoy's codecs", "always on"), () -> {
            byte[] noise = new byte[4_096];
            Random random = new Random(1);
            List<Raw> all = Raw.many(arena.evil(), HOST, 80, 100);
            try {
                for (Raw raw : all) {
                    random.nextBytes(noise);
                    Frames.flood(raw, 1, _ -> noise);
                }
                for (Raw raw : all) {
                    raw.rest();
                }
                return "each is closed";
            } finally {
                Raw.closeAll(all);
            }
        });
    }
}
