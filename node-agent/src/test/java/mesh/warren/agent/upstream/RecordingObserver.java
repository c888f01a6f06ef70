package mesh.warren.agent.upstream;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.id.PodUid;

/** Keeps what it hears until a test asks. */
final class RecordingObserver implements UpstreamObserver {

    record State(PodUid pod, Optional<String> problem) {}

    private final BlockingQueue<UpstreamPush> pushes = new LinkedBlockingQueue<>();
    private final BlockingQueue<State> states = new LinkedBlockingQueue<>();

    @Override
    public void pushed(UpstreamPush push) {
        pushes.add(push);
    }

    @Override
    public void state(PodUid pod, Optional<String> problem) {
        states.add(new State(pod, problem));
    }

    UpstreamPush push() throws InterruptedException {
        UpstreamPush push = pushes.poll(ServerStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (push == null) {
            throw new AssertionError("no push; states: " + states);
        }
        return push;
    }

    /** The next change of a stream's state whose problem has this in it; {@code null}: that is connected. */
    State state(String problem) throws InterruptedException {
        while (true) {
            State state = states.poll(ServerStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (state == null) {
                throw new AssertionError("no state '" + problem + "'");
            }
            if (problem == null ? state.problem().isEmpty() : state.problem().filter(text -> text.contains(problem)).isPresent()) {
                return state;
            }
        }
    }

    int unread() {
        return pushes.size();
    }
}
