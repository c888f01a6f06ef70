package mesh.warren.model.rewrite;

/**
 * Something that rewriting may add to a message, at its place in the order of the fields.
 *
 * @param number the field's number
 * @param always also when the field is there: before it
 */
record Injection(int number, boolean always) {}
