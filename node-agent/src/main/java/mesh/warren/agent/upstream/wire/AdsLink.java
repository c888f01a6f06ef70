package mesh.warren.agent.upstream.wire;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mesh.warren.agent.upstream.wire.Ending.Kind;

/** One aggregated gRPC stream. */
public final class AdsLink<Q, P> implements Link {

    /** How long the request's headers may wait behind a connection that is there: then the server's limit of streams is reached. */
    private static final long FULL_AFTER_MILLIS = 1_000;

    private final EventExecutor loop;
    private final Dialect<Q, P> dialect;
    private final Metadata headers;
    private final BooleanSupplier carries;
    private final Listener listener;
    private final ClientCall<Q, P> call;
    private boolean ended;
    private boolean leftForServer;

    /**
     * @param headers of the call: credentials
     * @param carries whether the connection carries streams already, so that one that does not get through is one too many
     */
    public AdsLink(EventExecutor loop, Channel channel, Dialect<Q, P> dialect, Metadata headers, BooleanSupplier carries, Listener listener) {
        this.loop = loop;
        this.dialect = dialect;
        this.headers = headers;
        this.carries = carries;
        this.listener = listener;
        this.call = channel.newCall(dialect.method(), CallOptions.DEFAULT.withStreamTracerFactory(new Tracers()));
    }

    @Override
    public void start() {
        call.start(new Responses(), headers);
        call.request(1);
        lookIfFull();
    }

    private void lookIfFull() {
        loop.schedule(() -> {
            if (ended || leftForServer) {
                return;
            }
            if (carries.getAsBoolean()) {
                finish(new Ending(Kind.CONNECTION_FULL, "the server's limit of streams on a connection is reached"));
                call.cancel("the connection is full", null);
            } else {
                lookIfFull();
            }
        }, FULL_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean open() {
        return leftForServer && !ended;
    }

    @Override
    public void ask(Question question) {
        if (!ended) {
            call.sendMessage(dialect.request(question));
        }
    }

    @Override
    public void next() {
        if (!ended) {
            call.request(1);
        }
    }

    @Override
    public boolean writable() {
        return call.isReady();
    }

    @Override
    public void end() {
        if (!ended) {
            ended = true;
            call.cancel("the virtual Envoy is gone", null);
        }
    }

    private void finish(Ending why) {
        if (!ended) {
            ended = true;
            listener.ended(why);
        }
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else {
            loop.execute(step);
        }
    }

    private final class Responses extends ClientCall.Listener<P> {

        @Override
        public void onHeaders(Metadata headers) {
            onLoop(() -> {
                if (!ended) {
                    listener.answered();
                }
            });
        }

        @Override
        public void onMessage(P message) {
            onLoop(() -> {
                if (!ended) {
                    listener.received(dialect.read(message));
                }
            });
        }

        @Override
        public void onReady() {
            onLoop(() -> {
                if (!ended) {
                    listener.writable();
                }
            });
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            onLoop(() -> finish(new Ending(
                    status.getCode() == Status.Code.UNIMPLEMENTED ? Kind.UNIMPLEMENTED : Kind.FAILED,
                    status.isOk() ? "the server ended the stream" : Words.of(status))));
        }
    }

    private final class Tracers extends ClientStreamTracer.Factory {
        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void outboundHeaders() {
                    onLoop(() -> leftForServer = true);
                }
            };
        }
    }
}
