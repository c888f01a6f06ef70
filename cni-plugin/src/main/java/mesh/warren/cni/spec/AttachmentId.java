package mesh.warren.cni.spec;

/**
 * One attachment of a container to the network: what ADD makes and DEL removes.
 *
 * @param containerId {@code CNI_CONTAINERID}: begins with a letter or digit, then also '_', '.' and '-'; at most {@value #MAX_CONTAINER_ID}
 * @param ifname      {@code CNI_IFNAME}: as Linux has it, 1 to 15 characters without '/', ':' and white space
 */
public record AttachmentId(String containerId, String ifname) {

    /** The specification has no limit; this one lets an identifier be a file's name and a pod's uid. */
    public static final int MAX_CONTAINER_ID = 128;

    private static final int MAX_IFNAME = 15;

    public AttachmentId {
        if (!isContainerId(containerId)) {
            throw new IllegalArgumentException("container id '" + containerId
                    + "': want 1 to " + MAX_CONTAINER_ID + " letters, digits, '_', '.' or '-', beginning with a letter or digit");
        }
        if (!isIfname(ifname)) {
            throw new IllegalArgumentException("interface name '" + ifname
                    + "': want 1 to " + MAX_IFNAME + " characters without '/', ':' and white space, not '.' or '..'");
        }
    }

    private static boolean isContainerId(String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_CONTAINER_ID || !isAlphanumeric(id.charAt(0))) {
            return false;
        }
        for (int i = 1; i < id.length(); i++) {
            if (!isAlphanumeric(id.charAt(i)) && "_.-".indexOf(id.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isIfname(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_IFNAME || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 127 || c == '/' || c == ':') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return containerId + "@" + ifname;
    }
}
