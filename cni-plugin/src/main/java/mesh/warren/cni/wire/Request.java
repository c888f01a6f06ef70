package mesh.warren.cni.wire;

import java.util.ArrayList;
import java.util.List;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import mesh.warren.cni.json.JsonWriter;
import mesh.warren.cni.spec.AttachmentId;

/** What the plugin asks of the agent. Each says how long the plugin still waits, so that the agent can answer why not before it stops. */
public sealed interface Request {

    /** Raised when a message changes its meaning; the two sides refuse any other. */
    int PROTOCOL = 1;

    /** Enough for a GC with the attachments of ten thousand pods. */
    int MAX_BYTES = 2 << 20;

    /** Milliseconds from now in which the plugin wants its answer. */
    long timeoutMillis();

    /** Capture the pod, and answer when its doors serve. */
    record Add(Sandbox sandbox, long timeoutMillis) implements Request {}

    /** Forget the attachment; one that is not known is a success. */
    record Delete(AttachmentId id, long timeoutMillis) implements Request {}

    /** Is the attachment as ADD left it? */
    record Check(Sandbox sandbox, long timeoutMillis) implements Request {}

    /** Forget every attachment but these. */
    record Gc(List<AttachmentId> valid, long timeoutMillis) implements Request {}

    /** Could ADD be served now? */
    record Status(long timeoutMillis) implements Request {}

    /** One line without its end. */
    static String encode(Request request) {
        JsonWriter json = new JsonWriter().number("warren", PROTOCOL).number("timeoutMillis", request.timeoutMillis());
        if (request instanceof Add add) {
            json.string("verb", "ADD").object("sandbox", add.sandbox().json());
        } else if (request instanceof Delete delete) {
            json.string("verb", "DEL").object("attachment", Sandbox.writeId(delete.id()));
        } else if (request instanceof Check check) {
            json.string("verb", "CHECK").object("sandbox", check.sandbox().json());
        } else if (request instanceof Gc gc) {
            List<JsonWriter> valid = new ArrayList<>();
            for (AttachmentId id : gc.valid()) {
                valid.add(Sandbox.writeId(id));
            }
            json.string("verb", "GC").objects("valid", valid);
        } else {
            json.string("verb", "STATUS");
        }
        return json.end();
    }

    /** Reads what {@link #encode} wrote. */
    static Request decode(String line) throws WireException {
        try {
            JsonObject json = JsonReader.readObject(line);
            requireProtocol(json);
            long timeout = json.integer("timeoutMillis", 1, 3_600_000).orElseThrow(() -> new JsonException("'timeoutMillis' is missing"));
            String verb = json.requiredString("verb");
            return switch (verb) {
                case "ADD" -> new Add(Sandbox.read(member(json, "sandbox")), timeout);
                case "DEL" -> new Delete(Sandbox.readId(member(json, "attachment")), timeout);
                case "CHECK" -> new Check(Sandbox.read(member(json, "sandbox")), timeout);
                case "GC" -> new Gc(readIds(json), timeout);
                case "STATUS" -> new Status(timeout);
                default -> throw new JsonException("verb '" + verb + "' is not known");
            };
        } catch (JsonException invalid) {
            throw new WireException("request: " + invalid.getMessage());
        }
    }

    /** Both sides' first look at a message. */
    static void requireProtocol(JsonObject json) throws JsonException {
        long protocol = json.integer("warren", 0, Integer.MAX_VALUE).orElseThrow(() -> new JsonException("'warren' (the protocol) is missing"));
        if (protocol != PROTOCOL) {
            throw new JsonException("protocol " + protocol + ", and this side speaks " + PROTOCOL + ": install plugin and agent of one release");
        }
    }

    private static List<AttachmentId> readIds(JsonObject json) throws JsonException {
        if (json.get("valid").isEmpty()) {
            throw new JsonException("'valid' is missing");
        }
        List<AttachmentId> ids = new ArrayList<>();
        for (JsonObject id : json.objects("valid")) {
            ids.add(Sandbox.readId(id));
        }
        return ids;
    }

    private static JsonObject member(JsonObject json, String name) throws JsonException {
        return json.object(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }
}
