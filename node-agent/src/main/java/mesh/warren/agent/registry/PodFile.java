package mesh.warren.agent.registry;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A pod's record as JSON. People read it in a bug report; {@code version} lets a later agent know what it reads. */
final class PodFile {

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PodFile() {}

    static byte[] write(PodRecord pod) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("uid", pod.uid().value());
        root.put("name", pod.name().toString());
        root.put("containerId", pod.containerId());
        root.put("interface", pod.interfaceName());
        root.put("netnsPath", pod.netnsPath().toString());
        root.put("netnsDevice", pod.netns().device());
        root.put("netnsInode", pod.netns().inode());
        root.put("pin", pod.pin().toString());
        var addresses = root.putArray("addresses");
        pod.addresses().forEach(address -> addresses.add(address.getHostAddress()));
        ObjectNode annotations = root.putObject("annotations");
        pod.annotations().forEach(annotations::put);
        return JSON.writeValueAsBytes(root);
    }

    /** @throws IllegalArgumentException naming the field that is missing or wrong */
    static PodRecord read(byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        long version = number(root, "version");
        if (version != VERSION) {
            throw new IllegalArgumentException("version: " + version + " is of another agent, this one reads " + VERSION);
        }
        return new PodRecord(new PodUid(text(root, "uid")), PodName.parse(text(root, "name")), text(root, "containerId"),
                text(root, "interface"), Path.of(text(root, "netnsPath")),
                new NetnsId(number(root, "netnsDevice"), number(root, "netnsInode")), Path.of(text(root, "pin")),
                addresses(field(root, "addresses")), annotations(field(root, "annotations")));
    }

    private static List<InetAddress> addresses(JsonNode list) {
        List<InetAddress> addresses = new ArrayList<>();
        for (JsonNode address : list) {
            try {
                addresses.add(InetAddress.ofLiteral(address.asString()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("addresses: '" + address.asString() + "' is not an IP address", e);
            }
        }
        return addresses;
    }

    private static Map<String, String> annotations(JsonNode object) {
        Map<String, String> annotations = new TreeMap<>();
        object.properties().forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asString()));
        return annotations;
    }

    private static String text(JsonNode root, String name) {
        JsonNode value = field(root, name);
        if (!value.isString()) {
            throw new IllegalArgumentException(name + ": want a string, found " + value);
        }
        return value.stringValue();
    }

    private static long number(JsonNode root, String name) {
        JsonNode value = field(root, name);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(name + ": want a whole number, found " + value);
        }
        return value.longValue();
    }

    private static JsonNode field(JsonNode root, String name) {
        JsonNode value = root.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": missing");
        }
        return value;
    }
}
