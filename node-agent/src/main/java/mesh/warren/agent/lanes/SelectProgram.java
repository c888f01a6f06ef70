package mesh.warren.agent.lanes;

/**
 * The program that the kernel runs for each connection to a door: counts it, and hands it to the socket that the map of sockets
 * holds. When that holds none, or one that does not serve this door, the kernel chooses by its hash, as it does without a program.
 */
final class SelectProgram {

    private static final int STORE_WORD = 0x62;
    private static final int LOAD_MAP = 0x18;
    private static final int MAP_DESCRIPTOR = 1;
    private static final int MOVE = 0xbf;
    private static final int SET = 0xb7;
    private static final int ADD = 0x07;
    private static final int ATOMIC_ADD = 0xdb;
    private static final int IF_ZERO_SKIP = 0x15;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int MAP_LOOKUP = 1;
    private static final int SELECT_REUSEPORT = 82;
    private static final int PASS = 1;
    private static final int FRAME = 10;

    private SelectProgram() {}

    static Instruction[] of(int counter, int sockets) {
        return new Instruction[] {
            i(MOVE, 6, 1, 0, 0), // the context
            i(STORE_WORD, FRAME, 0, -4, 0), // key 0
            i(LOAD_MAP, 1, MAP_DESCRIPTOR, 0, counter), i(0, 0, 0, 0, 0),
            i(MOVE, 2, FRAME, 0, 0), i(ADD, 2, 0, 0, -4),
            i(CALL, 0, 0, 0, MAP_LOOKUP),
            i(IF_ZERO_SKIP, 0, 0, 2, 0),
            i(SET, 1, 0, 0, 1), i(ATOMIC_ADD, 0, 1, 0, 0),
            i(MOVE, 1, 6, 0, 0),
            i(LOAD_MAP, 2, MAP_DESCRIPTOR, 0, sockets), i(0, 0, 0, 0, 0),
            i(MOVE, 3, FRAME, 0, 0), i(ADD, 3, 0, 0, -4),
            i(SET, 4, 0, 0, 0),
            i(CALL, 0, 0, 0, SELECT_REUSEPORT),
            i(SET, 0, 0, 0, PASS),
            i(EXIT, 0, 0, 0, 0)};
    }

    private static Instruction i(int code, int target, int source, int offset, int value) {
        return new Instruction(code, target, source, offset, value);
    }
}
