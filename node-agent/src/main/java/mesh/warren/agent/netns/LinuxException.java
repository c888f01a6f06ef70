package mesh.warren.agent.netns;

import java.io.IOException;
import java.util.Map;

/** A system call that failed: which one, on what, why, and what to do about it. */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(Linux.EPERM, "EPERM, operation not permitted"),
            Map.entry(Linux.ENOENT, "ENOENT, no such file or directory"),
            Map.entry(Linux.EBADF, "EBADF, bad file descriptor"),
            Map.entry(Linux.EACCES, "EACCES, permission denied"),
            Map.entry(Linux.EBUSY, "EBUSY, device or resource busy"),
            Map.entry(Linux.EEXIST, "EEXIST, file exists"),
            Map.entry(Linux.ENOTDIR, "ENOTDIR, not a directory"),
            Map.entry(Linux.EINVAL, "EINVAL, invalid argument"),
            Map.entry(Linux.EMFILE, "EMFILE, too many open files in this process"),
            Map.entry(Linux.ENFILE, "ENFILE, too many open files on this machine"),
            Map.entry(Linux.ENOSPC, "ENOSPC, no space left or too many mounts or namespaces"),
            Map.entry(Linux.ENOTTY, "ENOTTY, not something that this call is for"),
            Map.entry(Linux.EAFNOSUPPORT, "EAFNOSUPPORT, address family not supported by this kernel"));

    private final String call;
    private final int errno;

    LinuxException(String call, String subject, int errno) {
        super(call + " " + subject + ": " + TEXTS.getOrDefault(errno, "errno " + errno) + remedy(call, errno));
        this.call = call;
        this.errno = errno;
    }

    private static String remedy(String call, int errno) {
        if (errno == Linux.EPERM) {
            return "; run the agent as root or give it " + switch (call) {
                case String netlink when netlink.startsWith("netlink") -> "CAP_NET_ADMIN";
                case String bpf when bpf.startsWith("bpf") -> "CAP_BPF, CAP_NET_ADMIN and CAP_SYS_ADMIN";
                case "pidfd_getfd" -> "CAP_SYS_PTRACE";
                case "setpriority", "sched_setattr" -> "CAP_SYS_NICE";
                default -> "CAP_SYS_ADMIN";
            };
        }
        if (errno == Linux.ENOENT && call.equals("open")) {
            return "; the pod's network namespace is gone, or the path is not visible here (is the host's folder mounted with"
                    + " mountPropagation HostToContainer?)";
        }
        if (errno == Linux.EINVAL && call.equals("setns")) {
            return "; the path is not a network namespace";
        }
        if (errno == Linux.EMFILE) {
            return "; raise the agent's limit (ulimit -n)";
        }
        if (errno == Linux.ENOSPC) {
            return "; look at fs.mount-max and user.max_net_namespaces";
        }
        return "";
    }

    /** The call, such as {@code setns}. */
    public String call() {
        return call;
    }

    /** The kernel's error number, such as {@link Linux#ENOENT}. */
    public int errno() {
        return errno;
    }
}
