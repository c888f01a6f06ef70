package mesh.warren.agent.lanes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;

/**
 * The system call bpf(2), as far as lanes need it; the layout of its argument is {@code union bpf_attr} of {@code linux/bpf.h}.
 * Descriptors that it returns are the caller's to close. Any thread.
 */
final class Bpf {

    static final int ARRAY = 2;
    static final int REUSEPORT_SOCKARRAY = 20;
    static final int SK_REUSEPORT = 21;

    private static final long CALL = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;
    private static final int SELECT_OR_MIGRATE = 40; // BPF_SK_REUSEPORT_SELECT_OR_MIGRATE
    private static final long ATTR_SIZE = 144;
    private static final int NAME_SIZE = 16;
    private static final int INFO_SIZE = 80; // of struct bpf_prog_info up to and with its name

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP = 1;
    private static final int MAP_UPDATE = 2;
    private static final int PROG_LOAD = 5;
    private static final int PROG_NEXT_ID = 11;
    private static final int PROG_BY_ID = 13;
    private static final int MAP_BY_ID = 14;
    private static final int INFO_BY_FD = 15;

    /** What the kernel says of a program: its kind, number, name, and the numbers of its maps in the order of their first use. */
    record Program(int type, int id, String name, int[] maps) {}

    private Bpf() {}

    /** A map of one element with a key of 4 bytes and a value of 8. */
    static int createMap(int type, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = attr(arena);
            attr.set(JAVA_INT, 0, type);
            attr.set(JAVA_INT, 4, Integer.BYTES);
            attr.set(JAVA_INT, 8, Long.BYTES);
            attr.set(JAVA_INT, 12, 1);
            name(attr, 28, name);
            return call("bpf map create", name, MAP_CREATE, attr);
        }
    }

    /** Loads a program of the kind {@link #SK_REUSEPORT}. */
    static int load(Instruction[] instructions, String name) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(8L * instructions.length, 8);
            for (int i = 0; i < instructions.length; i++) {
                Instruction instruction = instructions[i];
                code.set(JAVA_BYTE, 8L * i, (byte) instruction.code());
                code.set(JAVA_BYTE, 8L * i + 1, (byte) (instruction.source() << 4 | instruction.target()));
                code.set(JAVA_SHORT, 8L * i + 2, (short) instruction.offset());
                code.set(JAVA_INT, 8L * i + 4, instruction.value());
            }
            MemorySegment attr = attr(arena);
            attr.set(JAVA_INT, 0, SK_REUSEPORT);
            attr.set(JAVA_INT, 4, instructions.length);
            attr.set(JAVA_LONG, 8, code.address());
            attr.set(JAVA_LONG, 16, arena.allocateFrom("GPL").address());
            name(attr, 48, name);
            attr.set(JAVA_INT, 68, SELECT_OR_MIGRATE);
            return call("bpf program load", name, PROG_LOAD, attr);
        }
    }

    /** Sets the element of a map. */
    static void update(int map, long value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            call("bpf map update", "descriptor " + map, MAP_UPDATE, element(arena, map, value));
        }
    }

    /** The element of a map; of sockets, the socket's cookie. ENOENT when it has none. */
    static long lookup(int map) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = element(arena, map, 0);
            call("bpf map lookup", "descriptor " + map, MAP_LOOKUP, attr);
            return MemorySegment.ofAddress(attr.get(JAVA_LONG, 16)).reinterpret(Long.BYTES).get(JAVA_LONG, 0);
        }
    }

    /** The number of the next program of this machine after this one; ENOENT behind the last. */
    static int nextProgram(int id) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = attr(arena);
            attr.set(JAVA_INT, 0, id);
            call("bpf next program", "after " + id, PROG_NEXT_ID, attr);
            return attr.get(JAVA_INT, 4);
        }
    }

    /** Opens a program by its number; ENOENT when it is gone. */
    static int program(int id) throws LinuxException {
        return byId(PROG_BY_ID, "bpf program", id);
    }

    /** Opens a map by its number; ENOENT when it is gone. */
    static int map(int id) throws LinuxException {
        return byId(MAP_BY_ID, "bpf map", id);
    }

    static Program info(int program) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment maps = arena.allocate(JAVA_INT, 8);
            MemorySegment info = arena.allocate(INFO_SIZE, 8);
            info.set(JAVA_INT, 52, 8);
            info.set(JAVA_LONG, 56, maps.address());
            MemorySegment attr = attr(arena);
            attr.set(JAVA_INT, 0, program);
            attr.set(JAVA_INT, 4, INFO_SIZE);
            attr.set(JAVA_LONG, 8, info.address());
            call("bpf info", "descriptor " + program, INFO_BY_FD, attr);
            int count = Math.min(8, info.get(JAVA_INT, 52));
            return new Program(info.get(JAVA_INT, 0), info.get(JAVA_INT, 4), info.getString(64),
                    maps.asSlice(0, 4L * count).toArray(JAVA_INT));
        }
    }

    private static int byId(int command, String what, int id) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = attr(arena);
            attr.set(JAVA_INT, 0, id);
            return call(what, Integer.toString(id), command, attr);
        }
    }

    private static MemorySegment element(Arena arena, int map, long value) {
        MemorySegment attr = attr(arena);
        attr.set(JAVA_INT, 0, map);
        attr.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, 0).address());
        attr.set(JAVA_LONG, 16, arena.allocateFrom(JAVA_LONG, value).address());
        return attr;
    }

    private static MemorySegment attr(Arena arena) {
        return arena.allocate(ATTR_SIZE, 8);
    }

    private static void name(MemorySegment attr, long offset, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, attr, JAVA_BYTE, offset, Math.min(bytes.length, NAME_SIZE - 1));
    }

    private static int call(String name, String subject, int command, MemorySegment attr) throws LinuxException {
        return (int) Linux.syscall(name, subject, CALL, command, attr.address(), ATTR_SIZE, 0);
    }
}
