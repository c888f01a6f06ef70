package mesh.warren.model.share;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.warren.model.id.Domain;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * The names of physical resources, made to be read in a config dump:
 *
 * <pre>
 * DOMAIN/NAME              the first class of the whole domain
 * DOMAIN/NAME^2            the second one: same name, other content
 * DOMAIN^TENANT/NAME       shared within a tenant
 * DOMAIN^TENANT^UID/NAME   of one pod
 * DOMAIN^^absent/NAME      exists never: where a reference points whose target the control plane did not send
 * </pre>
 *
 * No two of these can be equal for different scopes, names or classes: {@link Separator#CHARACTER} is in no domain, tenant,
 * pod uid or virtual name, and the first {@code /} ends the scope.
 *
 * <p>A dispatch cluster is called {@code DOMAIN/ADDRESS:PORT}, which is what a door computes from its prefix, only as the
 * first class of its domain. A door may use the prefix {@code DOMAIN} only while {@link Share#dispatchesPlainly} holds.
 */
public final class PhysicalNames {

    private static final char SEPARATOR = Separator.CHARACTER;

    private static final Pattern SCOPE = Pattern.compile("([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\^[^/]*)?/");

    private PhysicalNames() {}

    /** What stands before the {@code /}: one for each set of virtual Envoys that may share. */
    static String prefix(VirtualEnvoy envoy, Scope scope) {
        return switch (scope) {
            case DOMAIN -> envoy.domain().name();
            case TENANT -> envoy.domain().name() + SEPARATOR + envoy.tenant().name();
            case POD -> envoy.domain().name() + SEPARATOR + envoy.tenant().name() + SEPARATOR + envoy.pod().value();
        };
    }

    /** @param ordinal 1 for the first class, which has the plain name */
    static ResourceName of(String prefix, ResourceName virtual, int ordinal) {
        String plain = prefix + '/' + virtual.value();
        return new ResourceName(ordinal == 1 ? plain : plain + SEPARATOR + ordinal);
    }

    /** The plain name: what the resource is called while all of the domain agree on it. */
    public static ResourceName plain(Domain domain, ResourceName virtual) {
        return of(domain.name(), virtual, 1);
    }

    /** What a resource of scope POD is called: the pod is its only member, so it has one class, the first. */
    public static ResourceName ofPod(VirtualEnvoy envoy, ResourceName virtual) {
        return of(prefix(envoy, Scope.POD), virtual, 1);
    }

    /** Where a reference to a resource that the control plane did not send points. No resource is ever called that. */
    public static ResourceName absent(Domain domain, ResourceKey missing) {
        return new ResourceName(domain.name() + SEPARATOR + SEPARATOR + "absent/" + missing.name());
    }

    /** Whether it is a name of {@link #absent}. */
    public static boolean isAbsent(ResourceName physical) {
        return physical.value().matches("[^/^]*\\^\\^absent/.*");
    }

    /** The ordinal of a physical name of this scope and virtual name; empty when it is another's. */
    static Optional<Integer> ordinal(String prefix, ResourceName virtual, ResourceName physical) {
        String plain = prefix + '/' + virtual.value();
        if (!physical.value().startsWith(plain)) {
            return Optional.empty();
        }
        String rest = physical.value().substring(plain.length());
        if (rest.isEmpty()) {
            return Optional.of(1);
        }
        return rest.matches("\\^[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(rest.substring(1))) : Optional.empty();
    }

    /** The domain that a physical name belongs to; empty for a name that is not one of these. */
    static Optional<Domain> domain(ResourceName physical) {
        Matcher matcher = SCOPE.matcher(physical.value());
        return matcher.lookingAt() ? Optional.of(new Domain(matcher.group(1))) : Optional.empty();
    }

    /** @throws IllegalArgumentException when the virtual name could read like another's physical one */
    static void requireShareable(ResourceKey key) {
        if (key.name().value().indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(key + ": the name contains '" + SEPARATOR
                    + "', which separates the parts of physical names; rename it at the control plane");
        }
    }
}
