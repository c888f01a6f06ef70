package mesh.warren.cli.rewrite;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import mesh.warren.model.rewrite.Notice;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.xds.ResourceKey;

/** One JSON object for each resource and namespace. */
final class Report {

    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final EnvoyTypes types;
    private final TypeRegistry registry;
    private final boolean show;
    private final boolean details;

    /**
     * @param show    whether the rewritten resource is part of it
     * @param details whether JSON also says the namespace, the source and the notices, which programs that read the plain form do not expect
     */
    Report(EnvoyTypes types, boolean show, boolean details) {
        this.types = types;
        this.registry = types.registry(List.of());
        this.show = show;
        this.details = details;
    }

    void json(Result result, PrintWriter out) {
        out.println(GSON.toJson(object(result)));
    }

    void text(Result result, PrintWriter out) {
        switch (result.outcome()) {
            case Accepted accepted -> {
                ResourceKey key = accepted.resource().key();
                out.println("accepted " + key + " (" + result.input().source() + ")");
                out.println("  scope " + accepted.resource().scope().name().toLowerCase(Locale.ROOT)
                        + ", " + accepted.costs().bytes() + " bytes " + accepted.costs().counts());
                accepted.resource().bytes().references().forEach(reference -> out.println("  refers to " + reference));
                accepted.notices().forEach(notice -> out.println("  note " + notice.path() + ": " + notice.text()));
                if (show) {
                    out.println(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create()
                            .toJson(resource(result.namespace(), accepted)));
                }
            }
            case Refused refused -> {
                String key = refused.key().map(ResourceKey::toString).orElse("a resource of type " + result.input().type());
                out.println("refused " + key + " (" + result.input().source() + ")");
                refused.refusals().forEach(refusal -> out.println("  " + refusal));
            }
        }
    }

    private JsonObject object(Result result) {
        JsonObject object = new JsonObject();
        object.addProperty("type", result.input().type());
        RewriteOutcome outcome = result.outcome();
        object.addProperty("name", switch (outcome) {
            case Accepted accepted -> accepted.resource().key().name().value();
            case Refused refused -> refused.key().map(key -> key.name().value()).orElse("");
        });
        object.addProperty("verdict", outcome instanceof Accepted ? "accepted" : "refused");
        JsonArray references = new JsonArray();
        JsonObject costs = new JsonObject();
        JsonArray notices = new JsonArray();
        JsonArray refusals = new JsonArray();
        if (outcome instanceof Accepted accepted) {
            object.addProperty("scope", accepted.resource().scope().name().toLowerCase(Locale.ROOT));
            accepted.resource().bytes().references().forEach(key -> references.add(key(key)));
            costs.addProperty("bytes", accepted.costs().bytes());
            accepted.costs().counts().forEach(costs::addProperty);
            accepted.notices().forEach(notice -> notices.add(notice(notice)));
        } else {
            object.add("scope", JsonNull.INSTANCE);
            ((Refused) outcome).refusals().forEach(refusal -> refusals.add(refusal(refusal)));
        }
        object.add("references", references);
        object.add("costs", costs);
        object.add("refusals", refusals);
        if (show && outcome instanceof Accepted accepted) {
            object.add("resource", resource(result.namespace(), accepted));
        }
        if (details) {
            object.addProperty("namespace", result.namespace());
            object.addProperty("source", result.input().source());
            object.add("notices", notices);
        }
        return object;
    }

    private static JsonObject key(ResourceKey key) {
        JsonObject object = new JsonObject();
        object.addProperty("type", key.type().typeUrl());
        object.addProperty("name", key.name().value());
        return object;
    }

    private static JsonObject notice(Notice notice) {
        JsonObject object = new JsonObject();
        object.addProperty("path", notice.path());
        object.addProperty("text", notice.text());
        return object;
    }

    private static JsonObject refusal(Refusal refusal) {
        JsonObject object = new JsonObject();
        object.addProperty("path", refusal.path());
        object.addProperty("rule", refusal.rule());
        object.addProperty("value", refusal.value());
        object.addProperty("remedy", refusal.remedy());
        return object;
    }

    /** The resource as Envoy would get it, as protobuf's JSON. */
    private JsonElement resource(String namespace, Accepted accepted) {
        var physical = new PrefixNames(namespace).resolve(accepted);
        try {
            DynamicMessage message = DynamicMessage.parseFrom(
                    types.message(physical.key().type().message()).orElseThrow(), physical.content());
            return JsonParser.parseString(JsonFormat.printer().usingTypeRegistry(registry).preservingProtoFieldNames()
                    .omittingInsignificantWhitespace().print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("rewriting " + accepted.resource().key() + " made bytes that do not parse", e);
        }
    }
}
