package mesh.warren.model.api;

/** A line of the table is not understood. The message names the file, the line, what is wrong and the remedy. */
public final class TableException extends IllegalArgumentException {

    TableException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
