package mesh.warren.model.rewrite;

/** Why a struct is not the message that it stands for. Has no stack trace: it is part of a refusal. */
final class StructProblem extends Exception {

    private static final long serialVersionUID = 1;
    private static final int SHOWN = 80;

    private final String path;
    private final String problem;

    StructProblem(String problem) {
        this("", problem);
    }

    private StructProblem(String path, String problem) {
        super(null, null, false, false);
        this.path = path;
        this.problem = problem;
    }

    /** The same, of what is inside of this member or {@code [element]}. */
    StructProblem in(String member) {
        String step = member.length() > SHOWN ? member.substring(0, SHOWN) + "..." : member;
        String safe = step.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return new StructProblem(path.isEmpty() || path.startsWith("[") ? safe + path : safe + "." + path, problem);
    }

    @Override
    public String getMessage() {
        String where = path.length() > 2 * SHOWN ? "..." + path.substring(path.length() - 2 * SHOWN) : path;
        return where.isEmpty() ? problem : where + ": " + problem;
    }
}
