package mesh.warren.cli.rewrite;

/** A file that cannot be read as what it should be. The message names the file, the place and the remedy. */
public final class UnusableInput extends Exception {

    /**
     * @param file    the file, or the option
     * @param problem what is wrong with it, and what is wanted
     */
    public UnusableInput(String file, String problem) {
        super(file + ": " + problem);
    }
}
