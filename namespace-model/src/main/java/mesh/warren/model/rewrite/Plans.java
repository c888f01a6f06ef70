package mesh.warren.model.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.api.ApiField;
import mesh.warren.model.api.ApiMessage;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.FieldClass;

/** The API table, prepared for the walk. Immutable. */
final class Plans {

    private final Map<String, MessagePlan> byName = new HashMap<>();
    private final List<String> costs = new ArrayList<>();

    Plans(ApiTable table) {
        for (ApiMessage message : table.messages()) {
            byName.put(message.name(), new MessagePlan(message));
        }
        for (ApiMessage message : table.messages()) {
            MessagePlan plan = byName.get(message.name());
            List<FieldPlan> fields = new ArrayList<>();
            for (ApiField field : message.fields()) {
                int cost = field.rule() == FieldClass.COST ? cost(field.argument()) : -1;
                fields.add(new FieldPlan(field, plan, field.message() == null ? null : byName.get(field.message().name()), cost));
            }
            plan.link(fields);
        }
    }

    private int cost(String kind) {
        if (!costs.contains(kind)) {
            costs.add(kind);
        }
        return costs.indexOf(kind);
    }

    /** The kinds of costs; a {@link FieldPlan#cost} is a place in it. */
    List<String> costs() {
        return costs;
    }

    /** The message of this full name; null for an unknown one. */
    MessagePlan message(String name) {
        return byName.get(name);
    }
}
