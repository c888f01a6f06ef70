package mesh.warren.model.rewrite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.warren.model.api.ApiMessage;
import mesh.warren.model.api.FieldClass;
import mesh.warren.model.api.FieldKind;

/** A message of the API table, prepared for the walk. Immutable once {@link Plans} has linked it. */
final class MessagePlan {

    final ApiMessage api;
    final String name;
    final Special special;
    FieldPlan[] fields = {};
    private FieldPlan[] dense = {};
    /** What to write when it is absent, by number. */
    Injection[] injections = {};
    /** Of a message that names an extension and configures it: its name, its {@code Any}, its ECDS source; else null. */
    FieldPlan extensionName;
    FieldPlan extensionConfig;
    FieldPlan extensionDiscovery;
    /** Whether {@link Untouched} looks at messages of this type. */
    boolean quick;

    MessagePlan(ApiMessage api) {
        this.api = api;
        this.name = api.name();
        this.special = Special.of(api.name());
    }

    void link(List<FieldPlan> linked) {
        fields = linked.toArray(FieldPlan[]::new);
        int most = 0;
        for (FieldPlan field : fields) {
            most = Math.max(most, field.number < 256 ? field.number : 0);
        }
        dense = new FieldPlan[most + 1];
        List<Injection> found = new ArrayList<>(special.injections());
        for (FieldPlan field : fields) {
            if (field.number <= most) {
                dense[field.number] = field;
            }
            if (field.oneof < 0 && !field.repeated && givenWhenAbsent(field)) {
                found.add(new Injection(field.number, false));
            }
        }
        found.sort(Comparator.comparingInt(Injection::number));
        injections = found.toArray(Injection[]::new);
        findExtension();
        quick = Untouched.quick(this);
    }

    private static boolean givenWhenAbsent(FieldPlan field) {
        return switch (field.rule) {
            case LIMIT, THRESHOLD -> true;
            case FORCE -> !field.implicit || field.forced() != 0;
            default -> false;
        };
    }

    private void findExtension() {
        for (FieldPlan field : fields) {
            if (field.rule == FieldClass.ANY && !field.repeated
                    && (field.name.equals("typed_config") || name.endsWith("Entry"))) {
                extensionConfig = field;
            } else if (field.name.equals("name") && field.kind == FieldKind.STRING) {
                extensionName = field;
            } else if (field.name.equals("config_discovery")) {
                extensionDiscovery = field;
            }
        }
    }

    /** Whether it names an extension and configures it by {@code Any}. */
    boolean extension() {
        return extensionName != null && extensionConfig != null;
    }

    /** The field of this number; null for an unknown one. */
    FieldPlan field(int number) {
        if (number < dense.length) {
            return dense[number];
        }
        for (FieldPlan field : fields) {
            if (field.number == number) {
                return field;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
