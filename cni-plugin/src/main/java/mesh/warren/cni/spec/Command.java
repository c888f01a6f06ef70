package mesh.warren.cni.spec;

/** What the runtime asks of the plugin ({@code CNI_COMMAND}). */
public enum Command {
    ADD(CniVersion.V0_3_1),
    DEL(CniVersion.V0_3_1),
    CHECK(CniVersion.V0_4_0),
    GC(CniVersion.V1_1_0),
    STATUS(CniVersion.V1_1_0),
    VERSION(CniVersion.V0_3_1);

    private final CniVersion since;

    Command(CniVersion since) {
        this.since = since;
    }

    /** The first version of the specification that has the command. */
    public CniVersion since() {
        return since;
    }

    /** Reads {@code CNI_COMMAND}. */
    public static Command of(String name) throws CniException {
        for (Command command : values()) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        throw new CniException(ErrorCode.INVALID_ENVIRONMENT,
                "CNI_COMMAND is '" + name + "': want ADD, DEL, CHECK, GC, STATUS or VERSION");
    }
}
