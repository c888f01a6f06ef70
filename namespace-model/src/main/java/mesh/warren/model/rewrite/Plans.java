package mesh.warren.model.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.api.ApiField;
import mesh.warren.model.api.ApiMessage;
import mesh.warren.model.api.ApiTable;

/** The API table, prepared for the walk. Immutable. */
final class Plans {

    private final Map<String, MessagePlan> byName = new HashMap<>();

    Plans(ApiTable table) {
        for (ApiMessage message : table.messages()) {
            byName.put(message.name(), new MessagePlan(message));
        }
        for (ApiMessage message : table.messages()) {
            MessagePlan plan = byName.get(message.name());
            List<FieldPlan> fields = new ArrayList<>();
            for (ApiField field : message.fields()) {
                fields.add(new FieldPlan(field, plan, field.message() == null ? null : byName.get(field.message().name())));
            }
            plan.link(fields);
        }
    }

    /** The message of this full name; null for an unknown one. */
    MessagePlan message(String name) {
        return byName.get(name);
    }
}
