package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;

/**
 * The criteria of a {@code FilterChainMatch} in the order in which Envoy asks for them: the first decides before the second is
 * looked at. A chain has one key or more at each level; {@link #ANY} stands for "no such criterion".
 */
enum Level {
    DESTINATION_PORT("destination_port"),
    /** By longest prefix. */
    DESTINATION_IP("prefix_ranges"),
    /** The name itself, then the wildcards from the longest. {@code *.a.b} has the key {@code .a.b}. */
    SERVER_NAME("server_names"),
    TRANSPORT_PROTOCOL("transport_protocol"),
    /** The client's first that some chain names. */
    APPLICATION_PROTOCOL("application_protocols"),
    DIRECT_SOURCE_IP("direct_source_prefix_ranges"),
    SOURCE_TYPE("source_type"),
    SOURCE_IP("source_prefix_ranges"),
    SOURCE_PORT("source_ports");

    /** The key of a chain that does not ask for this. */
    static final String ANY = "";

    private static final int LONGEST_PROTOCOL = 32;

    private final String field;

    Level(String field) {
        this.field = field;
    }

    /** The field of {@code FilterChainMatch}. */
    String field() {
        return field;
    }

    /**
     * The keys of a chain at this level, in the form in which Envoy compares them; never empty.
     *
     * @throws FoldException for what Envoy refuses too
     */
    List<String> keys(FilterChainMatch match) throws FoldException {
        Stream<String> keys = switch (this) {
            case DESTINATION_PORT -> match.hasDestinationPort() ? Stream.of(port(match.getDestinationPort().getValue())) : Stream.of();
            case DESTINATION_IP -> ranges(match.getPrefixRangesList()).stream();
            case SERVER_NAME -> serverNames(match.getServerNamesList()).stream();
            case TRANSPORT_PROTOCOL -> Stream.of(match.getTransportProtocol());
            case APPLICATION_PROTOCOL -> protocols(match.getApplicationProtocolsList()).stream();
            case DIRECT_SOURCE_IP -> ranges(match.getDirectSourcePrefixRangesList()).stream();
            case SOURCE_TYPE -> Stream.of(Integer.toString(match.getSourceTypeValue()));
            case SOURCE_IP -> ranges(match.getSourcePrefixRangesList()).stream();
            case SOURCE_PORT -> ports(match.getSourcePortsList()).stream();
        };
        List<String> all = keys.toList();
        return all.isEmpty() ? List.of(ANY) : all;
    }

    private List<String> ports(List<Integer> values) throws FoldException {
        String[] keys = new String[values.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = port(values.get(i));
        }
        return List.of(keys);
    }

    private String port(int value) throws FoldException {
        if (value < 1 || value > 65535) {
            throw new FoldException(field, Integer.toUnsignedString(value), "use a port from 1 to 65535");
        }
        return Integer.toString(value);
    }

    private List<String> ranges(List<CidrRange> ranges) throws FoldException {
        String[] keys = new String[ranges.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = range(ranges.get(i)).toString();
        }
        return List.of(keys);
    }

    /** Envoy clears the bits beyond the prefix, and takes a missing length for 0. */
    private Cidr range(CidrRange range) throws FoldException {
        try {
            IpAddress address = IpAddress.parse(range.getAddressPrefix());
            int length = range.getPrefixLen().getValue();
            byte[] bytes = address.toBytes();
            for (int bit = Math.max(0, length); bit < address.bits(); bit++) {
                bytes[bit / 8] &= (byte) ~(1 << 7 - bit % 8);
            }
            return new Cidr(IpAddress.of(bytes), length);
        } catch (IllegalArgumentException e) {
            String text = range.getAddressPrefix() + "/" + Integer.toUnsignedString(range.getPrefixLen().getValue());
            throw new FoldException(field, text, "use an IP address and a prefix length that its family has");
        }
    }

    /** Envoy gives matchers the client's protocols as one text, in quotes, and bounds the patterns that are looked for in it. */
    private List<String> protocols(List<String> names) throws FoldException {
        for (String name : names) {
            if (name.length() > LONGEST_PROTOCOL || name.indexOf('\'') >= 0) {
                throw new FoldException(field, name, "use protocol names of at most " + LONGEST_PROTOCOL + " characters without quotes");
            }
        }
        return names;
    }

    private List<String> serverNames(List<String> names) throws FoldException {
        String[] keys = new String[names.size()];
        for (int i = 0; i < keys.length; i++) {
            String name = names.get(i).toLowerCase(Locale.ROOT);
            boolean wildcard = name.startsWith("*.");
            if (name.indexOf('*', wildcard ? 1 : 0) >= 0) {
                throw new FoldException(field, names.get(i), "use a whole name, or a wildcard for its first labels: *.example.com");
            }
            keys[i] = wildcard ? name.substring(1) : name;
        }
        return List.of(keys);
    }
}
