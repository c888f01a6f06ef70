package mesh.warren.cli.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lists of a config dump (envoy.admin.v3, config_dump_shared.proto) that hold what a control plane sent, and where in an entry. */
enum Section {
    DYNAMIC_ACTIVE_CLUSTERS("cluster"),
    DYNAMIC_WARMING_CLUSTERS("cluster"),
    DYNAMIC_LISTENERS("listener"),
    DYNAMIC_ROUTE_CONFIGS("route_config"),
    DYNAMIC_SCOPED_ROUTE_CONFIGS("scoped_route_configs"),
    DYNAMIC_ENDPOINT_CONFIGS("endpoint_config"),
    DYNAMIC_ACTIVE_SECRETS("secret"),
    DYNAMIC_WARMING_SECRETS("secret"),
    ECDS_FILTERS("ecds_filter"),
    /** Of the bootstrap, not of the control plane: counted only. Inline route tables and endpoints are part of what holds them. */
    STATIC_CLUSTERS(""),
    STATIC_LISTENERS(""),
    STATIC_ROUTE_CONFIGS(""),
    STATIC_ENDPOINT_CONFIGS(""),
    STATIC_SECRETS(""),
    /** Who the sidecar is. */
    BOOTSTRAP("");

    private static final Map<String, Section> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(section -> plain(section.name()), Function.identity()));

    private final String resource;

    Section(String resource) {
        this.resource = resource;
    }

    /** The field of an entry with the resource; empty for a section without resources of a control plane. */
    String resource() {
        return resource;
    }

    /** The section of this field name, as Envoy or as Go writes it; null for any other name. */
    static Section of(String field) {
        return BY_NAME.get(plain(field));
    }

    /** {@code dynamic_listeners} and {@code dynamicListeners} are the same. */
    static String plain(String field) {
        return field.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
