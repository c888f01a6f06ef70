package mesh.warren.agent.netns;

import java.net.InetSocketAddress;

/**
 * A TCP socket that listens. Several can have one address (SO_REUSEPORT).
 *
 * @param address where
 * @param uid     of whoever made it
 * @param inode   as {@code /proc/PID/fd} has it
 * @param cookie  the kernel's number for it, never given again
 */
public record ListeningSocket(InetSocketAddress address, int uid, long inode, long cookie) {}
