package mesh.warren.model.rewrite.policy;

import java.util.Set;

/**
 * What the cluster admin decides about rewriting, for one control plane. It can strip and it can narrow. It can widen only
 * what keeps isolation; types that break it on a shared Envoy (code, files, sockets of their own) count only where
 * {@code dedicated} says that the Envoy serves one pod.
 *
 * @param dedicated       the Envoy serves one pod only
 * @param allowedTypes    full message names that the table refuses and that this policy allows on a dedicated Envoy, such as
 *                        {@code envoy.extensions.filters.http.lua.v3.Lua}
 * @param stripTypes      full message names of extensions to leave out with a notice, also as content of a TypedStruct
 * @param stripNames      names of extensions to leave out with a notice, such as {@code istio.stats}
 * @param stripAlpn       ALPN protocols to leave out of TLS contexts with a notice
 * @param filterStateKeys filter state keys that {@code set_filter_state} may write; never the agent's own or Envoy's
 * @param formatCommands  commands of format strings besides the built-in list; never those that read process or disk
 * @param limits          upper bounds
 */
public record RewritePolicy(
        boolean dedicated,
        Set<String> allowedTypes,
        Set<String> stripTypes,
        Set<String> stripNames,
        Set<String> stripAlpn,
        Set<String> filterStateKeys,
        Set<String> formatCommands,
        Limits limits) {

    /** Shared Envoy, nothing stripped, nothing extra. */
    public static final RewritePolicy DEFAULT = new RewritePolicy(
            false, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Limits.DEFAULT);

    /** As {@link #DEFAULT}, but without the three extensions that only istio's own Envoy has. */
    public static final RewritePolicy ISTIO = new RewritePolicy(
            false,
            Set.of(),
            Set.of("stats.PluginConfig", "envoy.tcp.metadataexchange.config.MetadataExchange",
                    "io.istio.http.peer_metadata.Config", "istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig"),
            Set.of("istio.stats", "istio.metadata_exchange", "istio.alpn"),
            Set.of("istio-peer-exchange"),
            Set.of(),
            Set.of(),
            Limits.DEFAULT);

    public RewritePolicy {
        allowedTypes = Set.copyOf(allowedTypes);
        stripTypes = Set.copyOf(stripTypes);
        stripNames = Set.copyOf(stripNames);
        stripAlpn = Set.copyOf(stripAlpn);
        filterStateKeys = Set.copyOf(filterStateKeys);
        formatCommands = Set.copyOf(formatCommands);
        for (String key : filterStateKeys) {
            if (key.startsWith("envoy.") || key.startsWith("warren.")) {
                throw new IllegalArgumentException("filterStateKeys: '" + key + "' belongs to Envoy or to the agent;"
                        + " allow keys of the tenants' own only");
            }
        }
        for (String command : formatCommands) {
            if (NeverAllowed.COMMANDS.contains(command)) {
                throw new IllegalArgumentException(
                        "formatCommands: '" + command + "' reads the process or the disk and is never allowed");
            }
        }
    }
}
