package mesh.warren.model.rewrite;

import mesh.warren.model.rewrite.wire.Utf8;
import mesh.warren.model.symbolic.Separator;

/** The rule for names that tenants give: what can be part of a physical name without being taken for something else. */
final class TenantName {

    /** Longer ones are refused: with a prefix they still fit into what Envoy's statistics and logs take. */
    static final int LONGEST = 512;

    private TenantName() {}

    /** Whether the bytes {@code [from, to)} are 1 to 512 bytes of UTF-8 without control characters and separator. */
    static boolean valid(byte[] bytes, int from, int to) {
        if (from == to || to - from > LONGEST || !Utf8.valid(bytes, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean control = b >= 0 && b < 0x20 || b == 0x7f;
            boolean c1 = b == (byte) 0xc2 && bytes[i + 1] >= (byte) 0x80 && bytes[i + 1] <= (byte) 0x9f;
            if (control || c1 || b == Separator.CHARACTER) {
                return false;
            }
        }
        return true;
    }
}
