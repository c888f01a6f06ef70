package mesh.warren.cli.cluster;

/**
 * One thing that was looked at.
 *
 * @param what   was looked at
 * @param good   false: Warren does not work, or not on that node
 * @param found  what was seen
 * @param remedy what to do; empty when it is good
 */
record Finding(String what, boolean good, String found, String remedy) {

    static Finding good(String what, String found) {
        return new Finding(what, true, found, "");
    }

    static Finding bad(String what, String found, String remedy) {
        return new Finding(what, false, found, remedy);
    }
}
