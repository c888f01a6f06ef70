package mesh.warren.model.address;

import java.util.Comparator;

/**
 * A range of addresses, {@code 10.96.0.0/12}. Host bits must be zero: a range that is written sloppily is more often a
 * mistake than a wish.
 *
 * @param base its first address
 * @param prefixLength leading bits in common, 0 to 32 or 128
 */
public record Cidr(IpAddress base, int prefixLength) implements Comparable<Cidr> {

    /** Every IPv4 address. */
    public static final Cidr ALL_IPV4 = parse("0.0.0.0/0");
    /** Every IPv6 address. */
    public static final Cidr ALL_IPV6 = parse("::/0");
    /** RFC 1122, section 3.2.1.3. */
    public static final Cidr LOOPBACK_IPV4 = parse("127.0.0.0/8");
    /** RFC 4291, section 2.5.3. */
    public static final Cidr LOOPBACK_IPV6 = parse("::1/128");

    private static final Comparator<Cidr> ORDER = Comparator.comparing(Cidr::base).thenComparing(Cidr::prefixLength);

    public Cidr {
        if (prefixLength < 0 || prefixLength > base.bits()) {
            throw new IllegalArgumentException("'" + base + "/" + prefixLength + "': want a prefix length of 0 to " + base.bits());
        }
        byte[] bytes = base.toBytes();
        for (int bit = prefixLength; bit < base.bits(); bit++) {
            if ((bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                throw new IllegalArgumentException("'" + base + "/" + prefixLength + "': has bits beyond the prefix; want the first address of the range");
            }
        }
    }

    /**
     * Reads {@code ADDRESS/LENGTH}.
     *
     * @throws IllegalArgumentException when it is no such range
     */
    public static Cidr parse(String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + text + "': want ADDRESS/LENGTH, for example 10.96.0.0/12");
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** The range of this one address. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.bits());
    }

    public boolean contains(IpAddress address) {
        if (address.bits() != base.bits()) {
            return false;
        }
        byte[] mine = base.toBytes();
        byte[] theirs = address.toBytes();
        for (int bit = 0; bit < prefixLength; bit++) {
            if (((mine[bit / 8] ^ theirs[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(Cidr other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return base + "/" + prefixLength;
    }
}
