/**
 * The rewriter's corpora and the checks over them: configurations that must be accepted, attacks that must be refused, random
 * and broken messages. Shares no code with the rewriter and does not read the API table where it judges its output.
 */
package mesh.warren.model.corpus;
