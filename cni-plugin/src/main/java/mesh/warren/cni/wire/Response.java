package mesh.warren.cni.wire;

import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import mesh.warren.cni.json.JsonWriter;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;

/** The agent's answer to a {@link Request}. */
public sealed interface Response {

    int MAX_BYTES = 64 << 10;

    /** Done. */
    record Done() implements Response {}

    /** Not done, and why: for the runtime, as it is. */
    record Refused(ErrorCode code, String message, String details) implements Response {

        public static Refused of(CniException reason) {
            return new Refused(reason.code(), reason.getMessage(), reason.details());
        }
    }

    /** One line without its end. Longer texts than a runtime would show are cut. */
    static String encode(Response response) {
        JsonWriter json = new JsonWriter().number("warren", Request.PROTOCOL);
        if (response instanceof Refused refused) {
            json.number("code", refused.code().number()).string("message", cut(refused.message(), 2_000))
                    .string("details", cut(refused.details(), 4_000));
        }
        return json.end();
    }

    /** Reads what {@link #encode} wrote. */
    static Response decode(String line) throws WireException {
        try {
            JsonObject json = JsonReader.readObject(line);
            Request.requireProtocol(json);
            Optional<Long> code = json.integer("code", 1, Integer.MAX_VALUE);
            if (code.isEmpty()) {
                return new Done();
            }
            return new Refused(ErrorCode.of(code.get()).orElse(ErrorCode.AGENT_FAILED), json.requiredString("message"),
                    json.string("details").orElse(""));
        } catch (JsonException invalid) {
            throw new WireException("answer: " + invalid.getMessage());
        }
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max) + "...";
    }
}
