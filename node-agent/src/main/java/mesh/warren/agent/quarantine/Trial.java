package mesh.warren.agent.quarantine;

import java.io.IOException;
import mesh.warren.model.snapshot.PhysicalSnapshot;

/** Tries a state on an Envoy that nobody needs. */
@FunctionalInterface
public interface Trial {

    /**
     * Takes some seconds at most.
     *
     * @return whether an Envoy crashes that is given this
     * @throws IOException when it cannot be found out
     */
    boolean crashes(PhysicalSnapshot state) throws IOException, InterruptedException;
}
