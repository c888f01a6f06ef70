package mesh.warren.model.corpus;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks the bytes of well-formed resources: flips, cuts, repeats, splices, and numbers that matter to protobuf. */
final class Mutator {

    private static final byte[][] INTERESTING = {
        {0}, {(byte) 0x80}, {(byte) 0xff}, {0x7f}, {0x0b}, {0x0c}, {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01},
        "^".getBytes(), "%ENVIRONMENT(X)%".getBytes(), {0x0a, 0x00}, {0x12, 0x02, 0x0a, 0x00}, {(byte) 0xc0, (byte) 0xaf},
    };

    private final RandomGenerator random;
    private final List<Resource> seeds;

    Mutator(RandomGenerator random, List<Resource> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    Resource next() {
        var seed = seeds.get(random.nextInt(seeds.size()));
        var bytes = seed.bytes();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutate(bytes);
        }
        return new Resource(seed.typeUrl(), bytes);
    }

    private ByteString mutate(ByteString bytes) {
        int from = random.nextInt(bytes.size() + 1);
        int to = Math.min(bytes.size(), from + random.nextInt(1 + (random.nextInt(4) == 0 ? bytes.size() : 8)));
        var head = bytes.substring(0, from);
        var middle = bytes.substring(from, to);
        var tail = bytes.substring(to);
        return switch (random.nextInt(8)) {
            case 0 -> head.concat(tail);
            case 1 -> head.concat(middle).concat(middle).concat(tail);
            case 2 -> head.concat(ByteString.copyFrom(INTERESTING[random.nextInt(INTERESTING.length)])).concat(tail);
            case 3 -> head.concat(ByteString.copyFrom(INTERESTING[random.nextInt(INTERESTING.length)])).concat(middle).concat(tail);
            case 4 -> head.concat(seeds.get(random.nextInt(seeds.size())).bytes());
            case 5 -> bytes.concat(seeds.get(random.nextInt(seeds.size())).bytes());
            case 6 -> flip(bytes, 1);
            default -> flip(bytes, 1 + random.nextInt(8));
        };
    }

    private ByteString flip(ByteString bytes, int times) {
        if (bytes.isEmpty()) {
            return bytes;
        }
        var copy = bytes.toByteArray();
        for (int i = 0; i < times; i++) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return ByteString.copyFrom(copy);
    }
}
