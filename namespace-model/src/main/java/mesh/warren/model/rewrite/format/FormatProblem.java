package mesh.warren.model.rewrite.format;

/**
 * Why a format string is refused.
 *
 * @param syntax it cannot be parsed; else it asks for what it may not
 * @param text   the offending part
 */
public record FormatProblem(boolean syntax, String text) {}
