package mesh.warren.cli.rewrite;

import mesh.warren.model.rewrite.RewriteOutcome;

/**
 * What became of one input for one namespace.
 *
 * @param namespace the namespace that names were prefixed with
 */
record Result(Input input, String namespace, RewriteOutcome outcome) {}
