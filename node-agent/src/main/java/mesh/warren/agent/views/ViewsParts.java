package mesh.warren.agent.views;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.identity.SecretNames;

/**
 * What views are made of.
 *
 * @param builtin  of the built-in virtual Envoys
 * @param table    what rewriting goes by
 * @param capture  of the doors
 * @param domains  what feeds which pods
 * @param identity what pods call their own secrets; when they are to have some, {@link Views#secrets} is awaited, and control
 *                 planes are never asked for these names
 * @param clock    for what may not wait for ever
 * @param terms    on which a control plane feeds a pod
 */
public record ViewsParts(
        BuiltinSettings builtin, ApiTable table, CaptureSettings capture, Supplier<Domains> domains, Optional<SecretNames> identity,
        InstantSource clock, Function<PodRecord, PodTerms> terms) {

    /** The views of a node. */
    public Views views() {
        Set<String> own = identity.map(names -> Set.of(names.certificate(), names.root())).orElse(Set.of());
        return new Views(new BuiltinSource(builtin, table, capture), new Choices(domains, builtin.node()),
                new FedEnvoys(own, terms, new Rewrites(table, builtin.voidPath()), new Assembly(capture.doors())), identity, clock);
    }
}
