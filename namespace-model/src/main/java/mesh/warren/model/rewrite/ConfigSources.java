package mesh.warren.model.rewrite;

import java.util.Arrays;
import mesh.warren.model.api.RefusalKind;

/** Where configuration comes from: always the agent, over the stream that Envoy has with it. */
final class ConfigSources {

    /** {@code {ads: {}, resource_api_version: V3}}. */
    static final byte[] ADS = {3 << 3 | 2, 0, 6 << 3, 2};

    private static final int PATH = 1;
    private static final int PATH_CONFIG_SOURCE = 8;

    private ConfigSources() {}

    static void write(Walk walk, Peek peek, FieldPlan field, int start, int prefix, int from, int to) {
        if (peek.bytes(PATH, from, to) || peek.bytes(PATH_CONFIG_SOURCE, from, to)) {
            walk.report.refuse(RefusalKind.FILE, walk.report.text(peek.from, peek.to));
        }
        if (Arrays.equals(walk.source.bytes, from, to, ADS, 0, ADS.length)) {
            walk.copy(field, start, prefix, from, to);
            return;
        }
        walk.messages.discard(field, from, to);
        walk.tag(field, start, prefix);
        write(walk);
        walk.used(field);
    }

    /** Writes the length and the content. */
    static void write(Walk walk) {
        walk.out.varint(ADS.length);
        walk.out.literal(ADS);
    }
}
