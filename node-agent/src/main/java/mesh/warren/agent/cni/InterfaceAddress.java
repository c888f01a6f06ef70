package mesh.warren.agent.cni;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An address of an interface.
 *
 * @param address      IPv4 or IPv6
 * @param prefixLength bits of the network, 0 to 32 or 128
 */
public record InterfaceAddress(InetAddress address, int prefixLength) {

    public InterfaceAddress {
        int bits = address instanceof Inet4Address ? 32 : 128;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + address.getHostAddress() + ": want 0 to " + bits);
        }
    }

    /** Reads {@code ADDRESS/PREFIX-LENGTH}; never asks DNS. */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new InterfaceAddress(InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException invalid) {
            throw new IllegalArgumentException("address '" + text + "': want ADDRESS/PREFIX-LENGTH, such as 10.1.2.3/24", invalid);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
