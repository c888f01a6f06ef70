package mesh.warren.agent.downstream;

/** Envoy refused the resource that was waited for; the message has its name and Envoy's reason. */
public final class RefusedByEnvoyException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Nack nack;

    RefusedByEnvoyException(Nack nack) {
        super(nack.toString());
        this.nack = nack;
    }

    public Nack nack() {
        return nack;
    }
}
