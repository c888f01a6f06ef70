package mesh.warren.agent.cni;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may command the agent: root, and its own user. The kernel says who is at the other end (SO_PEERCRED).
 *
 * @param allowed compared by uid
 */
record Peer(Set<UserPrincipal> allowed) {

    static Peer rootAndOwnUser() throws IOException {
        // The look-up takes a number where no user has that name, also without /etc/passwd.
        UserPrincipal root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        return new Peer(self.equals(root) ? Set.of(root) : Set.of(root, self));
    }

    /** Whether that end of the connection may command; {@code false} where the kernel does not say. */
    boolean mayCommand(SocketChannel channel) throws IOException {
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return peer != null && allowed.contains(peer.user());
    }
}
