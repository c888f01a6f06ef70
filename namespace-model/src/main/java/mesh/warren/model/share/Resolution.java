package mesh.warren.model.share;

/**
 * What the references of a content lead to for one member.
 *
 * @param children parallel to the references, null where absence is tolerated; null as a whole when it cannot be served
 * @param missing  the name that it waits for; null when it is complete or refused
 * @param blocker  in words, why it cannot be served; null when it can
 */
record Resolution(ShareClass[] children, Slot missing, String blocker) {

    static Resolution complete(ShareClass[] children) {
        return new Resolution(children, null, null);
    }

    static Resolution waitsFor(Slot missing) {
        return new Resolution(null, missing, "waits for " + missing.key + ", which it refers to and which is not there");
    }

    static Resolution refused(String why) {
        return new Resolution(null, null, why);
    }

    boolean isComplete() {
        return children != null;
    }
}
