package mesh.warren.agent.identity;

import java.time.Instant;
import java.util.Collection;

/** Where certificates come from: one for each kind of {@code IdentitySettings.Provider}. Owned by the thread {@code identity}. */
public interface IdentityProvider extends AutoCloseable {

    /**
     * Does what is due for these pods and forgets all others.
     *
     * @param out is told what came of it, before this returns
     * @return when to call again at the latest
     */
    Instant work(Collection<Workload> pods, Instant now, Issuance out);

    @Override
    void close();
}
