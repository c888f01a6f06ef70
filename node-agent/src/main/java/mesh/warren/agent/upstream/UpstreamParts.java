package mesh.warren.agent.upstream;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.upstream.connect.TokenSource;
import mesh.warren.agent.upstream.held.ContentStore;
import mesh.warren.agent.upstream.node.RealEnvoy;

/**
 * What the streams to all control planes have in common.
 *
 * @param group     of the one event loop
 * @param loop      it
 * @param store     of contents
 * @param fileWatch looks whether files of certificates have changed
 * @param envoy     what the real Envoy says of itself; no stream begins before
 * @param tokens    where the tokens for a control plane come from; empty: it wants none
 * @param random    for waits
 */
record UpstreamParts(
        EventLoopGroup group, EventExecutor loop, ContentStore store, ScheduledExecutorService fileWatch,
        CompletableFuture<RealEnvoy> envoy, Function<ControlPlane, Optional<TokenSource>> tokens, RandomGenerator random) {}
