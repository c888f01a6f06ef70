package mesh.warren.model.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An IP address. Its text is the one of {@code inet_ntop(3)} (RFC 5952), which is what Envoy prints for
 * {@code %DOWNSTREAM_LOCAL_ADDRESS%}: names made of addresses must agree with it to the letter.
 */
public final class IpAddress implements Comparable<IpAddress> {

    private final byte[] bytes;

    /** The address of these 4 or 16 bytes, in network order. */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException(bytes.length + " bytes: want 4 or 16");
        }
        return new IpAddress(bytes.clone());
    }

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads an IPv4 or IPv6 literal. Never asks a resolver.
     *
     * @throws IllegalArgumentException when it is none, or carries a zone ({@code fe80::1%eth0})
     */
    public static IpAddress parse(String literal) {
        if (literal == null || literal.isBlank() || literal.indexOf('%') >= 0 || literal.indexOf('[') >= 0) {
            throw new IllegalArgumentException("'" + literal + "': want an IPv4 or IPv6 address without zone or brackets");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            if (address instanceof Inet4Address && literal.indexOf(':') < 0 && literal.chars().filter(c -> c == '.').count() != 3) {
                throw new IllegalArgumentException("short form");
            }
            return new IpAddress(address.getAddress());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + literal + "': want an IPv4 or IPv6 address", e);
        }
    }

    public boolean isIpv6() {
        return bytes.length == 16;
    }

    /** The number of bits: 32 or 128. */
    public int bits() {
        return bytes.length * 8;
    }

    /** The network byte order bytes: 4 or 16. A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** {@code 10.0.0.1:80} or {@code [fd00::1]:80}: the form of Envoy's address commands. */
    public String withPort(int port) {
        return (isIpv6() ? "[" + this + "]" : toString()) + ":" + port;
    }

    /** IPv4 before IPv6, then by number. */
    @Override
    public int compareTo(IpAddress other) {
        int byFamily = Integer.compare(bytes.length, other.bytes.length);
        return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress ip && Arrays.equals(bytes, ip.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return isIpv6() ? ipv6() : (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
    }

    private String ipv6() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
        }
        int zeros = -1;
        int length = 1; // a single zero group is written out
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                zeros = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == zeros) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(HexFormat.of().toHexDigits(groups[i]).replaceFirst("^0{1,7}", ""));
            }
        }
        return text.toString();
    }
}
