package mesh.warren.cni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import mesh.warren.cni.agent.AgentAbsentException;
import mesh.warren.cni.agent.AgentSocket;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniArgs;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.Command;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.spec.Invocation;
import mesh.warren.cni.spec.NetworkConfig;
import mesh.warren.cni.spec.Output;
import mesh.warren.cni.spec.PrevResult;
import mesh.warren.cni.wire.Departures;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Sandbox;

/**
 * One command, carried out. What each does when the agent is away is decided here, and in docs/lifecycle/cni.md.
 *
 * @param invocation what the runtime asks
 * @param network    its network configuration
 * @param config     the plugin's own keys in it
 * @param deadlineNanos the end of all waiting, on {@link System#nanoTime}'s clock
 */
record Plugin(Invocation invocation, NetworkConfig network, PluginConfig config, long deadlineNanos) {

    /** The agent is asked to answer this much earlier than the plugin stops to wait, so that its reason arrives. */
    private static final long ANSWER_MARGIN_MILLIS = 300;

    static Plugin of(Invocation invocation, NetworkConfig network, long startNanos) throws CniException {
        PluginConfig config = PluginConfig.parse(network.json());
        return new Plugin(invocation, network, config, startNanos + config.timeoutSeconds() * 1_000_000_000L);
    }

    /** Any command but VERSION, which needs no configuration. */
    Output run() throws CniException {
        return switch (invocation.command()) {
            case ADD -> add();
            case DEL -> delete();
            case CHECK -> check();
            case GC -> gc();
            case STATUS -> status();
            case VERSION -> throw new AssertionError("answered before");
        };
    }

    private Output add() throws CniException {
        PrevResult previous = network.prevResult();
        Sandbox sandbox = sandbox(previous);
        if (!leaveAlone(sandbox.netns())) {
            try {
                agent().call(new Request.Add(sandbox, timeoutMillis()), deadlineNanos);
            } catch (AgentAbsentException absent) {
                if (!config.allowWhenAbsent()) {
                    throw tryAgain(absent, "start the agent, or set agentAbsent: allow to let pods start without Warren");
                }
                System.err.println("warren: " + absent.getMessage() + "; agentAbsent is allow: this pod starts without Warren");
            }
        }
        return Output.success(previous.text());
    }

    /** Never waits for an agent that is away: a pod must be able to go. What the agent then has to forget is noted for it. */
    private Output delete() throws CniException {
        AttachmentId id = invocation.attachment();
        if (leaveAlone(invocation.netnsIfGiven())) {
            return Output.NOTHING;
        }
        Request request = new Request.Delete(id, timeoutMillis());
        try {
            agent().call(request, deadlineNanos);
        } catch (AgentAbsentException absent) {
            deleteLater(id, request);
        }
        return Output.NOTHING;
    }

    private void deleteLater(AttachmentId id, Request request) throws CniException {
        Departures departures = Departures.beside(config.socket());
        try {
            if (departures.note(id)) {
                agent().call(request, deadlineNanos);
                departures.forget(id);
            }
        } catch (AgentAbsentException stillAbsent) {
            // The agent replays the note before it accepts its first request.
        } catch (IOException notNoted) {
            throw new CniException(ErrorCode.TRY_AGAIN_LATER, "no agent at " + config.socket() + ", and noting the departure for it in "
                    + departures.folder() + " failed: " + notNoted);
        }
    }

    private Output check() throws CniException {
        Sandbox sandbox = sandbox(network.prevResult());
        if (!leaveAlone(sandbox.netns())) {
            callOr(new Request.Check(sandbox, timeoutMillis()), ErrorCode.TRY_AGAIN_LATER);
        }
        return Output.NOTHING;
    }

    private Output gc() throws CniException {
        callOr(new Request.Gc(network.validAttachments(), timeoutMillis()), ErrorCode.TRY_AGAIN_LATER);
        return Output.NOTHING;
    }

    private Output status() throws CniException {
        try {
            agent().call(new Request.Status(timeoutMillis()), deadlineNanos);
        } catch (AgentAbsentException absent) {
            if (!config.allowWhenAbsent()) {
                throw new CniException(ErrorCode.NOT_AVAILABLE, absent.getMessage() + ": start the agent");
            }
        }
        return Output.NOTHING;
    }

    private void callOr(Request request, ErrorCode whenAbsent) throws CniException {
        try {
            agent().call(request, deadlineNanos);
        } catch (AgentAbsentException absent) {
            throw new CniException(whenAbsent, absent.getMessage() + ": start the agent");
        }
    }

    private static CniException tryAgain(AgentAbsentException absent, String remedy) {
        return new CniException(ErrorCode.TRY_AGAIN_LATER, absent.getMessage() + ": " + remedy);
    }

    private AgentSocket agent() {
        return new AgentSocket(config.socket());
    }

    private Sandbox sandbox(PrevResult previous) throws CniException {
        CniArgs pod = invocation.args();
        return new Sandbox(invocation.attachment(), invocation.netns(), pod.podNamespace(), pod.podName(), pod.podUid(), previous.containerIps());
    }

    /** Exempt pods, and the host's own network: nothing there is Warren's. */
    private boolean leaveAlone(String netns) throws CniException {
        return config.exempts(invocation.args()) || isOwnNetns(netns);
    }

    private boolean isOwnNetns(String netns) throws CniException {
        try {
            return !netns.isEmpty() && Files.isSameFile(Path.of(netns), Path.of("/proc/self/ns/net"));
        } catch (IOException | InvalidPathException gone) {
            if (invocation.command() == Command.DEL) {
                return false;
            }
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT,
                    "CNI_NETNS '" + netns + "' cannot be read: the container is gone, or its path is not visible here (" + gone + ")");
        }
    }

    private long timeoutMillis() {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        return Math.max(1, left - ANSWER_MARGIN_MILLIS);
    }
}
