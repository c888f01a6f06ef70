package mesh.warren.cli.plan;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import mesh.warren.model.plan.Apart;
import mesh.warren.model.plan.Memory;
import mesh.warren.model.plan.Plan;
import mesh.warren.model.plan.Refused;

/** The plan for programs: its shape is part of the command's interface. */
final class JsonReport {

    private JsonReport() {}

    static void print(Plan plan, Memory memory, PrintWriter out) {
        JsonObject types = new JsonObject();
        plan.types().forEach((url, count) -> {
            JsonObject type = new JsonObject();
            type.addProperty("virtual", count.virtual());
            type.addProperty("physical", count.physical());
            type.addProperty("virtualBytes", count.virtualBytes());
            type.addProperty("physicalBytes", count.physicalBytes());
            types.add(url, type);
        });
        JsonArray apart = new JsonArray();
        plan.apart().forEach(one -> apart.add(apart(one)));
        plan.refused().forEach(one -> apart.add(refused(one)));
        JsonObject root = new JsonObject();
        root.add("types", types);
        root.add("apart", apart);
        root.add("memory", memory(plan, memory));
        out.println(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root));
    }

    private static JsonObject apart(Apart one) {
        JsonObject object = new JsonObject();
        object.addProperty("type", one.type().typeUrl());
        object.addProperty("reason", one.reason().name().toLowerCase(Locale.ROOT));
        object.addProperty("path", one.path());
        object.addProperty("pods", one.pods());
        object.addProperty("resources", one.resources());
        JsonObject example = new JsonObject();
        example.addProperty("name", one.example().name());
        example.addProperty("left", one.example().left());
        example.addProperty("right", one.example().right());
        object.add("example", example);
        return object;
    }

    /** What is refused is not served to the pod, so it keeps the pod from being one of Warren's. */
    private static JsonObject refused(Refused one) {
        JsonObject object = new JsonObject();
        object.addProperty("type", one.typeUrl());
        object.addProperty("reason", "refused");
        object.addProperty("path", one.path());
        object.addProperty("pods", one.pods());
        object.addProperty("resources", one.resources());
        object.addProperty("rule", one.rule());
        object.addProperty("example", one.example());
        object.addProperty("remedy", one.remedy());
        return object;
    }

    private static JsonObject memory(Plan plan, Memory memory) {
        JsonObject object = new JsonObject();
        object.addProperty("source", memory.measured() > 0 ? "measured" : "predicted");
        object.addProperty("error", memory.error());
        object.addProperty("sidecarsGiven", plan.sidecars());
        object.addProperty("sidecarsMeasured", memory.measured());
        object.addProperty("pods", memory.pods());
        object.addProperty("nodes", memory.nodes());
        object.add("node", place(1, memory));
        object.add("cluster", place(memory.nodes(), memory));
        JsonArray notes = new JsonArray();
        plan.notes().forEach(notes::add);
        object.add("notes", notes);
        return object;
    }

    /** In bytes. */
    private static JsonObject place(int times, Memory memory) {
        JsonObject object = new JsonObject();
        object.addProperty("sidecars", times * memory.sidecars());
        object.addProperty("warren", times * memory.warren());
        object.addProperty("agent", times * memory.agent());
        object.addProperty("envoy", times * memory.envoy());
        return object;
    }
}
