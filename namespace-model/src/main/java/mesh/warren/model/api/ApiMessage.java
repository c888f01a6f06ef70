package mesh.warren.model.api;

import java.util.List;
import mesh.warren.model.symbolic.Scope;

/** A message of Envoy's API with its rows. Immutable to all but {@link TableParser}, which links messages that refer to each other. */
public final class ApiMessage {

    private final String name;
    private final Verdict verdict;
    private final RefusalKind refusal;
    private final String reason;
    private final Scope scope;
    private ApiField[] fields = {};
    private ApiField[] byNumber = {};
    private List<String> oneofs = List.of();

    ApiMessage(String name, Verdict verdict, RefusalKind refusal, String reason, Scope scope) {
        this.name = name;
        this.verdict = verdict;
        this.refusal = refusal;
        this.reason = reason;
        this.scope = scope;
    }

    void link(List<ApiField> rows, List<String> oneofNames) {
        oneofs = List.copyOf(oneofNames);
        fields = rows.toArray(ApiField[]::new);
        int dense = 0;
        for (var field : fields) {
            if (field.number() < 2 * fields.length + 32) {
                dense = Math.max(dense, field.number() + 1);
            }
        }
        byNumber = new ApiField[dense];
        for (var field : fields) {
            if (field.number() < dense) {
                byNumber[field.number()] = field;
            }
        }
    }

    /** Full protobuf name. */
    public String name() {
        return name;
    }

    /** What becomes of it in an {@code Any}. */
    public Verdict verdict() {
        return verdict;
    }

    /** Whether it is refused wherever it stands. */
    public boolean denied() {
        return verdict == Verdict.DENY || verdict == Verdict.UNDECIDED;
    }

    /** Why it is refused, for {@link Verdict#POLICY} and {@link Verdict#DENY}; else null. */
    public RefusalKind refusal() {
        return refusal;
    }

    /** The widest scope of a resource with an {@code Any} of it, whatever its fields say. */
    public Scope scope() {
        return scope;
    }

    /** Why this verdict; empty where it goes without saying. */
    public String reason() {
        return reason;
    }

    /** The row of this field number; null for a field that the table does not know, which is refused. */
    public ApiField field(int number) {
        if (number >= 0 && number < byNumber.length) {
            return byNumber[number];
        }
        for (int i = fields.length - 1; i >= 0 && fields[i].number() >= number; i--) {
            if (fields[i].number() == number) {
                return fields[i];
            }
        }
        return null;
    }

    /** The row of this field name; null for none. Slow: not for the rewriter. */
    public ApiField field(String fieldName) {
        for (var field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /** The name of a oneof; empty for -1. */
    public String oneofName(int oneof) {
        return oneof < 0 ? "" : oneofs.get(oneof);
    }

    /** All rows, by number. */
    public List<ApiField> fields() {
        return List.of(fields);
    }

    @Override
    public String toString() {
        return name;
    }
}
