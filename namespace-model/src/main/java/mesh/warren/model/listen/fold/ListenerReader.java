package mesh.warren.model.listen.fold;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.listen.fold.VirtualChain.Parts;
import mesh.warren.model.listen.fold.VirtualListener.Endpoint;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.Template;

/** Takes a rewritten listener apart. Its chains' filters are not parsed. */
final class ListenerReader {

    private final SymbolicResource resource;
    private final Template template;
    private final ByteString bytes;
    private final List<VirtualChain> chains = new ArrayList<>();
    private Optional<VirtualChain> defaultChain = Optional.empty();
    private ByteString head = ByteString.EMPTY;
    private Template accessLog;

    private ListenerReader(SymbolicResource resource, Template template) {
        this.resource = resource;
        this.template = template;
        this.bytes = template.canonical();
        this.accessLog = Template.literal(new byte[0], resource.key());
    }

    static VirtualListener read(SymbolicResource resource) throws FoldException {
        Template template = resource.bytes() instanceof Template t ? t : Template.literal(resource.bytes().canonical().toByteArray(), resource.key());
        ListenerReader reader = new ListenerReader(resource, template);
        try {
            return reader.read();
        } catch (IOException e) {
            throw new IllegalArgumentException(resource.key() + " is no output of the rewriter", e);
        }
    }

    private VirtualListener read() throws IOException, FoldException {
        CodedInputStream in = bytes.newCodedInput();
        while (!in.isAtEnd()) {
            int start = in.getTotalBytesRead();
            int number = WireFormat.getTagFieldNumber(in.readTag());
            if (number == Listener.FILTER_CHAINS_FIELD_NUMBER) {
                chains.add(chain(in, "filter_chains[" + chains.size() + "]"));
            } else if (number == Listener.DEFAULT_FILTER_CHAIN_FIELD_NUMBER) {
                defaultChain = Optional.of(chain(in, "default_filter_chain"));
            } else {
                in.skipField(in.getLastTag());
                int end = in.getTotalBytesRead();
                if (number == Listener.ACCESS_LOG_FIELD_NUMBER) {
                    accessLog = Template.concat(resource.key(), accessLog, template.slice(start, end, resource.key()));
                } else {
                    head = head.concat(bytes.substring(start, end));
                }
            }
        }
        Listener parsed = Listener.parseFrom(head);
        return new VirtualListener(resource, parsed, addresses(parsed), List.copyOf(chains), defaultChain, accessLog);
    }

    private VirtualChain chain(CodedInputStream in, String path) throws IOException {
        int end = in.readUInt32();
        int before = in.getTotalBytesRead();
        end += before;
        int beforeEnd = before;
        int after = end;
        boolean secured = false;
        String name = "";
        FilterChainMatch match = FilterChainMatch.getDefaultInstance();
        while (in.getTotalBytesRead() < end) {
            int start = in.getTotalBytesRead();
            int number = WireFormat.getTagFieldNumber(in.readTag());
            if (number == FilterChain.FILTER_CHAIN_MATCH_FIELD_NUMBER) {
                match = FilterChainMatch.parseFrom(in.readByteArray());
                before = in.getTotalBytesRead();
                beforeEnd = before;
            } else if (number == FilterChain.NAME_FIELD_NUMBER) {
                name = in.readStringRequireUtf8();
            } else {
                in.skipField(in.getLastTag());
                secured |= number == FilterChain.TRANSPORT_SOCKET_FIELD_NUMBER;
                if (number < FilterChain.NAME_FIELD_NUMBER) {
                    beforeEnd = in.getTotalBytesRead();
                } else {
                    after = Math.min(after, start);
                }
            }
        }
        return new VirtualChain(path, name, match, secured, template, new Parts(before, beforeEnd, after, end));
    }

    private static List<Endpoint> addresses(Listener listener) throws FoldException {
        List<Endpoint> addresses = new ArrayList<>();
        addresses.add(endpoint(listener.getAddress(), "address"));
        int i = 0;
        for (AdditionalAddress more : listener.getAdditionalAddressesList()) {
            addresses.add(endpoint(more.getAddress(), "additional_addresses[" + i++ + "].address"));
        }
        return List.copyOf(addresses);
    }

    private static Endpoint endpoint(Address address, String path) throws FoldException {
        SocketAddress socket = address.getSocketAddress();
        if (!address.hasSocketAddress() || socket.getProtocol() != SocketAddress.Protocol.TCP) {
            throw new FoldException(path, address.hasSocketAddress() ? socket.getProtocol().name() : "", "use a socket_address with protocol TCP");
        }
        if (socket.getPortValue() < 1 || socket.getPortValue() > 65535) {
            throw new FoldException(path + ".socket_address.port_value", Integer.toUnsignedString(socket.getPortValue()), "use a port from 1 to 65535");
        }
        try {
            return new Endpoint(IpAddress.parse(socket.getAddress()), socket.getPortValue(), socket.getIpv4Compat());
        } catch (IllegalArgumentException e) {
            throw new FoldException(path + ".socket_address.address", socket.getAddress(), "use an IP address");
        }
    }
}
