package mesh.warren.agent.settings;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.quota.ConfigLimits;
import mesh.warren.model.quota.PodLimits;

/**
 * The limits of pods.
 *
 * @param others  of pods of tenants that are not named
 * @param tenants of the pods of these
 */
public record LimitSettings(PodLimits others, Map<Tenant, PodLimits> tenants) {

    public LimitSettings {
        tenants = Collections.unmodifiableMap(new HashMap<>(tenants));
    }

    /** Of the pods of this tenant. */
    public PodLimits of(Tenant tenant) {
        return tenants.getOrDefault(tenant, others);
    }

    /** The tenants that are named, each with its limits and nothing else of its own. */
    public Map<Tenant, TenantTerms> terms() {
        Map<Tenant, TenantTerms> terms = new HashMap<>();
        tenants.forEach((tenant, limits) -> terms.put(tenant, TenantTerms.of(limits)));
        return terms;
    }

    static LimitSettings read(SettingValues values) {
        PodLimits others = new PodLimits(
                new DoorLimits(number(values, Setting.LIMIT_CONNECTIONS, 1), number(values, Setting.LIMIT_CONNECTIONS_PER_SECOND, 10)),
                new ConfigLimits(number(values, Setting.LIMIT_RESOURCES, 1), number(values, Setting.LIMIT_BYTES, 1),
                        number(values, Setting.LIMIT_CLUSTERS, 1), number(values, Setting.LIMIT_CHAINS, 1),
                        number(values, Setting.LIMIT_REFERENCES, 1), number(values, Setting.LIMIT_UPDATES_PER_SECOND, 1)));
        Map<Tenant, PodLimits> tenants = new HashMap<>();
        for (SettingEntry entry : values.entries(Setting.LIMIT_TENANTS)) {
            Tenant tenant = entry.required("namespace", "a Kubernetes namespace", Tenant::new);
            if (tenant != null && tenants.put(tenant, limits(entry, others)) != null) {
                entry.problem("namespace", "'" + tenant + "' stands there twice; remove one");
            }
            entry.end();
        }
        return new LimitSettings(others, tenants);
    }

    private static PodLimits limits(SettingEntry entry, PodLimits others) {
        DoorLimits door = others.door();
        ConfigLimits config = others.config();
        return new PodLimits(
                new DoorLimits(number(entry, "connections", 1, door.connections()), number(entry, "connectionsPerSecond", 10, door.perSecond())),
                new ConfigLimits(number(entry, "resources", 1, config.resources()), number(entry, "bytes", 1, (int) config.bytes()),
                        number(entry, "clusters", 1, config.clusters()), number(entry, "chains", 1, config.chains()),
                        number(entry, "references", 1, config.references()), number(entry, "updatesPerSecond", 1, config.updatesPerSecond())));
    }

    private static int number(SettingEntry entry, String key, int from, int without) {
        return entry.optional(key, from + " to " + Integer.MAX_VALUE, atLeast(from)).orElse(without);
    }

    /** A value that is wrong is a problem by itself; what is returned then is never used. */
    private static int number(SettingValues values, Setting setting, int from) {
        Integer number = values.one(setting, atLeast(from));
        return number == null ? from : number;
    }

    private static Function<String, Integer> atLeast(int from) {
        return text -> SettingsFile.number(text, from, Integer.MAX_VALUE);
    }
}
