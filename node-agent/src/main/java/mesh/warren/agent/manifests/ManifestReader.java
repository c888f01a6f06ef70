package mesh.warren.agent.manifests;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import mesh.warren.agent.cluster.ClusterObject;
import mesh.warren.agent.cluster.KubernetesObjects;
import mesh.warren.agent.cluster.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the text of one file. Stateless but for the mapper; for one thread at a time. */
final class ManifestReader {

    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What a file held: its objects with the line of each one's document, and the kinds that were ignored. */
    record Contents(List<Found> objects, List<Problem> ignored) {}

    /** An object and the line at which its document begins. */
    record Found(ClusterObject object, int line) {}

    /**
     * @param file for messages
     * @throws ManifestException at the first document that cannot be used: then nothing of the file is
     */
    Contents read(String file, String text) throws ManifestException {
        List<Found> objects = new ArrayList<>();
        TreeSet<Problem> ignored = new TreeSet<>();
        TreeSet<String> kinds = new TreeSet<>();
        for (Document document : Document.split(text)) {
            JsonNode tree = tree(document);
            if (tree != null) {
                read(tree, "", document, objects, kinds);
            }
        }
        kinds.forEach(kind -> ignored.add(new Problem(file, 0,
                "kind " + kind + " is ignored; Pod, Service, EndpointSlice and Namespace are read")));
        return new Contents(List.copyOf(objects), List.copyOf(ignored));
    }

    private JsonNode tree(Document document) throws ManifestException {
        try {
            JsonNode tree = mapper.readTree(document.text());
            return tree == null || tree.isMissingNode() || tree.isNull() ? null : tree;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ManifestException(document.line() + line - 1, "not YAML: " + firstLine(e.getOriginalMessage()));
        }
    }

    /** @param where path of the item inside of a List, for messages */
    private void read(JsonNode tree, String where, Document document, List<Found> objects, TreeSet<String> ignored)
            throws ManifestException {
        String kind = tree.path("kind").asString("");
        String group = tree.path("apiVersion").asString("");
        if (!tree.isObject() || kind.isEmpty() || group.isEmpty()) {
            throw new ManifestException(document.line(), where + "no kind or no apiVersion: want a Kubernetes object");
        }
        if (group.equals("v1") && kind.equals("List") || kind.endsWith("List") && tree.path("items").isArray()) {
            int index = 0;
            for (JsonNode item : tree.path("items")) {
                read(item, "items[" + index++ + "]: ", document, objects, ignored);
            }
            return;
        }
        try {
            switch (group + " " + kind) {
                case "v1 Service" -> objects.add(new Found(new ClusterObject.OfService(KubernetesObjects.service(
                        mapper.treeToValue(tree, io.fabric8.kubernetes.api.model.Service.class))), document.line()));
                case "v1 Pod" -> objects.add(new Found(new ClusterObject.OfPod(KubernetesObjects.pod(
                        mapper.treeToValue(tree.path("metadata"), ObjectMeta.class), tree.path("spec"), tree.path("status"))), document.line()));
                case "discovery.k8s.io/v1 EndpointSlice" -> objects.add(new Found(new ClusterObject.OfSlice(KubernetesObjects.slice(
                        mapper.treeToValue(tree, io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice.class))), document.line()));
                case "v1 Namespace" -> objects.add(new Found(KubernetesObjects.namespace(
                        mapper.treeToValue(tree.path("metadata"), ObjectMeta.class)), document.line()));
                default -> ignored.add(kind + " of " + group);
            }
        } catch (DatabindException e) {
            throw new ManifestException(document.line(), where + kind + " " + tree.at("/metadata/name").asString("?") + ": "
                    + path(e) + ": " + firstLine(e.getOriginalMessage()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ManifestException(document.line(),
                    where + kind + " " + tree.at("/metadata/name").asString("?") + ": " + e.getMessage());
        }
    }

    /** {@code spec.ports[0].port}. */
    private static String path(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String firstLine(String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
