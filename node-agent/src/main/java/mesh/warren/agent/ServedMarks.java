package mesh.warren.agent;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.ExternalEnvoys;
import mesh.warren.agent.envoy.ExternalProcesses;

/** Tells each external Envoy's readiness probe when that Envoy has all that is wanted, and has its process watched. On the ADS server's event loop. */
final class ServedMarks implements EnvoyObserver {

    private final ExternalEnvoys envoys;
    private final ExternalProcesses processes;
    private final Set<StreamId> open = ConcurrentHashMap.newKeySet();
    private volatile Supplier<CompletableFuture<Void>> whenSettled;

    ServedMarks(ExternalEnvoys envoys, ExternalProcesses processes) {
        this.envoys = envoys;
        this.processes = processes;
    }

    /** From now on; streams that opened before are told of too. */
    void begin(Supplier<CompletableFuture<Void>> settled) {
        whenSettled = settled;
        open.forEach(this::mark);
    }

    @Override
    public void connected(StreamId stream) {
        open.add(stream);
        processes.connected(stream.node());
        if (whenSettled != null) {
            mark(stream);
        }
    }

    @Override
    public void disconnected(StreamId stream) {
        open.remove(stream);
    }

    private void mark(StreamId stream) {
        whenSettled.get().thenRun(() -> {
            if (open.contains(stream)) {
                envoys.served(stream.node());
            }
        });
    }
}
