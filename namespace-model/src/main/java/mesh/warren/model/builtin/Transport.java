package mesh.warren.model.builtin;

/** {@code protocol} of a Service's port. Warren captures TCP only. */
public enum Transport {
    TCP,
    UDP,
    SCTP
}
