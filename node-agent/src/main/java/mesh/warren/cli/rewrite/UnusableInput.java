package mesh.warren.cli.rewrite;

/** A file that cannot be read as what it should be. The message names the file, the place and the remedy. */
final class UnusableInput extends Exception {

    UnusableInput(String file, String problem) {
        super(file + ": " + problem);
    }
}
