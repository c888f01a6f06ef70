package mesh.warren.agent.upstream.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.upstream.wire.Question;
import mesh.warren.agent.upstream.wire.Received;
import mesh.warren.agent.upstream.wire.SotwDialect;
import mesh.warren.model.xds.ResourceType;

/** Questions and responses as Envoy's REST subscriptions write them: the JSON of the state-of-the-world messages, field names as in the API. */
final class JsonDialect {

    private JsonDialect() {}

    static String request(Question question) {
        try {
            String text = JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace()
                    .print(new SotwDialect().request(question));
            JsonObject request = JsonParser.parseString(text).getAsJsonObject();
            JsonObject refusal = request.getAsJsonObject("error_detail");
            if (refusal != null) {
                refusal.add("details", new JsonArray()); // an empty list is not written, and sovereign insists on one
            }
            return request.toString();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a request has no Any inside", e);
        }
    }

    /** @throws JsonParseException when it is not the JSON of a response */
    static Received read(String typeUrl, String body) {
        try {
            JsonObject response = JsonParser.parseString(body).getAsJsonObject();
            List<Received.Sent> resources = new ArrayList<>();
            JsonArray sent = response.getAsJsonArray("resources");
            for (JsonElement resource : sent == null ? new JsonArray() : sent) {
                resources.add(sent(typeUrl, resource.getAsJsonObject()));
            }
            JsonElement version = response.get("version_info");
            return new Received(typeUrl, "", version == null ? "" : version.getAsString(), resources, Set.of(),
                    typeUrl.equals(ResourceType.CLUSTER.typeUrl()) || typeUrl.equals(ResourceType.LISTENER.typeUrl()),
                    body.getBytes(StandardCharsets.UTF_8).length);
        } catch (IllegalStateException | ClassCastException | UnsupportedOperationException e) {
            throw new JsonParseException("no discovery response: " + e.getMessage(), e);
        }
    }

    private static Received.Sent sent(String typeUrl, JsonObject resource) {
        if (!resource.has("@type")) {
            resource.addProperty("@type", typeUrl);
        }
        String name = text(resource, "name");
        name = name.isEmpty() ? text(resource, "cluster_name") : name;
        try {
            Any.Builder any = Any.newBuilder();
            JsonFormat.parser().usingTypeRegistry(JsonTypes.loaded().registry()).merge(resource.toString(), any);
            return new Received.Sent(name, any.getTypeUrl(), any.getValue(), "");
        } catch (InvalidProtocolBufferException e) {
            return new Received.Sent(name, "unreadable JSON: " + e.getMessage(), ByteString.EMPTY, "");
        }
    }

    private static String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }
}
