package mesh.warren.agent.podview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.agent.views.VirtualContent.Shown;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /config_dump}, as {@code envoy.admin.v3.ConfigDump}. */
final class ConfigDump {

    private static final String ADMIN = "type.googleapis.com/envoy.admin.v3.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where Envoy puts resources of a type: the section, the list, and the resource within an element of the list. */
    private enum Place {
        CLUSTERS(ResourceType.CLUSTER, "ClustersConfigDump", "dynamic_active_clusters", "cluster"),
        ENDPOINTS(ResourceType.ENDPOINTS, "EndpointsConfigDump", "dynamic_endpoint_configs", "endpoint_config"),
        LISTENERS(ResourceType.LISTENER, "ListenersConfigDump", "dynamic_listeners", "listener"),
        SCOPES(ResourceType.SCOPED_ROUTES, "ScopedRoutesConfigDump", "dynamic_scoped_route_configs", "scoped_route_config"),
        ROUTES(ResourceType.ROUTES, "RoutesConfigDump", "dynamic_route_configs", "route_config"),
        SECRETS(ResourceType.SECRET, "SecretsConfigDump", "dynamic_active_secrets", "secret"),
        ECDS(ResourceType.EXTENSION, "EcdsConfigDump", "ecds_filters", "ecds_filter");

        private final ResourceType type;
        private final String section;
        private final String list;
        private final String field;

        Place(ResourceType type, String section, String list, String field) {
            this.type = type;
            this.section = section;
            this.list = list;
            this.field = field;
        }
    }

    private final ResourceJson resources;

    ConfigDump(ResourceJson resources) {
        this.resources = resources;
    }

    Page of(VirtualContent pod, Question question) {
        if (question.has("mask")) {
            return Page.problem(400, "?mask is not supported here: ask for ?resource= instead, one of " + lists());
        }
        if (question.has("name_regex")) {
            return Page.problem(400, "?name_regex is not supported here, where a pod could keep the agent busy with it: use ?name=, a part of the name");
        }
        Predicate<Shown> named = named(question.value("name"));
        ObjectNode dump = JSON.createObjectNode();
        ArrayNode configs = dump.putArray("configs");
        Optional<String> only = question.value("resource");
        if (only.isPresent()) {
            Optional<Place> place = List.of(Place.values()).stream().filter(p -> p.list.equals(only.get())).findFirst();
            if (place.isEmpty()) {
                return Page.problem(404, only.get() + " not found in config dump: want one of " + lists());
            }
            elements(pod, place.get(), named).forEach(configs::add);
            return Page.json(dump.toPrettyString() + "\n");
        }
        configs.add(bootstrap(pod));
        for (Place place : Place.values()) {
            if (place != Place.ENDPOINTS || question.has("include_eds")) {
                ObjectNode section = configs.addObject().put("@type", ADMIN + place.section);
                List<ObjectNode> elements = elements(pod, place, named);
                if (!elements.isEmpty()) {
                    section.putArray(place.list).addAll(elements);
                }
            }
        }
        return Page.json(dump.toPrettyString() + "\n");
    }

    private static ObjectNode bootstrap(VirtualContent pod) {
        ObjectNode section = JSON.createObjectNode().put("@type", ADMIN + "BootstrapConfigDump");
        section.putObject("bootstrap").putObject("node").put("id", pod.nodeId()).put("cluster", pod.cluster());
        return section;
    }

    private List<ObjectNode> elements(VirtualContent pod, Place place, Predicate<Shown> named) {
        List<ObjectNode> all = new ArrayList<>();
        pod.resources().stream().filter(shown -> shown.key().type() == place.type).filter(named).forEach(shown -> all.add(element(place, shown)));
        pod.refused().stream().filter(shown -> shown.key().type() == place.type).filter(named).forEach(shown -> {
            ObjectNode element = JSON.createObjectNode();
            if (place == Place.LISTENERS) {
                element.put("name", shown.key().name().value());
            }
            element.putObject("error_state").put("details", shown.problem().orElse(""));
            all.add(element);
        });
        return all;
    }

    private ObjectNode element(Place place, Shown shown) {
        ObjectNode element = JSON.createObjectNode();
        ObjectNode state = element;
        if (place == Place.LISTENERS) {
            element.put("name", shown.key().name().value());
            state = element.putObject("active_state");
        } else if (place == Place.SECRETS) {
            element.put("name", shown.key().name().value());
        }
        state.put("version_info", Version.of(shown.content()).value());
        state.set(place.field, resources.of(place.type, shown.content()));
        return element;
    }

    private static Predicate<Shown> named(Optional<String> part) {
        return part.<Predicate<Shown>>map(text -> shown -> shown.key().name().value().contains(text)).orElse(shown -> true);
    }

    private static String lists() {
        return String.join(", ", List.of(Place.values()).stream().map(place -> place.list).toList());
    }
}
