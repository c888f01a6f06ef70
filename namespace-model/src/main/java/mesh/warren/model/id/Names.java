package mesh.warren.model.id;

import java.util.regex.Pattern;

/** The name rules of Kubernetes (RFC 1123), checked where an identifier is made. */
final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private Names() {}

    static void requireDnsLabel(String what, String name) {
        if (name == null || !LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " '" + name
                    + "': want a DNS label: 1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit");
        }
    }

    static void requireDnsSubdomain(String what, String name) {
        if (name == null || !SUBDOMAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " '" + name
                    + "': want a DNS subdomain: 1 to 253 of a-z, 0-9, '-' and '.', beginning and ending with a letter or digit");
        }
    }
}
