package mesh.warren.agent.attacks;

import static mesh.warren.agent.attacks.Frames.frame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/2 spoken in bad faith, frame by frame. */
@Tag("attacks")
@ExtendWith(Arena.Open.class)
class Http2AttacksTest {

    private static final int WAVES = 10_000;
    private static final int FRAMES = 100;

    private final Arena arena = Arena.open();

    @Test
    void resets() throws Exception {
        closed("a million streams that are reset as soon as they begin", "Envoy's limit of premature resets", i -> Frames.join(
                frame(Frames.HEADERS, Frames.END_STREAM | Frames.END_HEADERS, 1 + 2 * i, Frames.GET),
                frame(Frames.RST_STREAM, 0, 1 + 2 * i, new byte[] {0, 0, 0, 8})));
    }

    @Test
    void settings() throws Exception {
        closed("a million SETTINGS, none of whose answers is read", "Envoy's limit of outbound control frames", _ -> frame(Frames.SETTINGS, 0, 0, new byte[0]));
    }

    @Test
    void pings() throws Exception {
        closed("a million PINGs, none of whose answers is read", "Envoy's limit of outbound control frames", _ -> frame(Frames.PING, 0, 0, new byte[8]));
    }

    @Test
    void continuations() throws Exception {
        byte[] header = Frames.join(new byte[] {0x40, 2, 'x', 'y', 100}, "a".repeat(100).getBytes());
        closed("headers that CONTINUATION frames never end", "Envoy's limits of header bytes and number", i -> i == 0
                ? frame(Frames.HEADERS, 0, 1, Frames.GET) : frame(Frames.CONTINUATION, 0, 1, header));
    }

    @Test
    void emptyData() throws Exception {
        closed("a million empty DATA frames", "Envoy's limit of frames without payload", i -> i == 0
                ? frame(Frames.HEADERS, Frames.END_HEADERS, 1, Frames.POST) : frame(Frames.DATA, 0, 1, new byte[0]));
    }

    private void closed(String name, String guard, Frames.Wave wave) throws Exception {
        arena.attack(new Attack("c", name, guard, "always on"), () -> {
            try (Raw raw = Raw.open(arena.evil(), Arena.TARGET.getHost(), 80, 4_096)) {
                raw.send(Frames.hello());
                int sent = Frames.flood(raw, WAVES, i -> Frames.join(IntStream.range(i * FRAMES, (i + 1) * FRAMES).mapToObj(wave::number).toArray(byte[][]::new)));
                assertTrue(sent < WAVES, "Envoy read all of it");
                return "closed after at most " + sent * FRAMES + " frames";
            }
        });
    }
}
