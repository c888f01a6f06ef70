package mesh.warren.agent.lanes;

/**
 * One instruction of a BPF program, as RFC 9669 has it.
 *
 * @param code   what it does
 * @param target register
 * @param source register
 * @param offset in memory or in instructions
 * @param value  constant
 */
record Instruction(int code, int target, int source, int offset, int value) {}
