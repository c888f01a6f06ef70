package mesh.warren.agent.upstream.wire;

/** What carries questions and responses for one virtual Envoy until it ends. On the event loop only. */
public interface Link {

    /** Begins; a first response may come. To be called once, before all else. */
    void start();

    void ask(Question question);

    /** Lets one more response in. */
    void next();

    /** Whether what was asked has left; false: do not let more in before {@link Listener#writable}. */
    boolean writable();

    /** Whether the server has it. */
    boolean open();

    /** Ends it without a call of {@link Listener#ended}. */
    void end();

    /** Hears what comes over a link, on the event loop. */
    interface Listener {

        /** The server has begun to answer. */
        void answered();

        void received(Received response);

        void writable();

        /** It carries nothing any more. */
        void ended(Ending why);
    }
}
