package mesh.warren.model.api;

import java.util.List;

/**
 * An enum of Envoy's API with a decision for each of its values.
 *
 * @param name   full protobuf name
 * @param values in the order of their numbers; aliases have a row each
 * @param reason why some are refused; empty when none is
 */
public record ApiEnum(String name, List<Value> values, String reason) {

    /** What becomes of a value. */
    public enum Decision { ACCEPTED, REFUSED, UNDECIDED }

    /** One value. */
    public record Value(int number, String name, Decision decision) {}

    public ApiEnum {
        values = List.copyOf(values);
    }

    /** Whether a field may have this value. One that the enum does not have is refused: this Envoy would not know it either. */
    public boolean accepts(int number) {
        for (var value : values) {
            if (value.number() == number) {
                return value.decision() == Decision.ACCEPTED;
            }
        }
        return false;
    }

    /** The name of this number, or the number itself. */
    public String nameOf(int number) {
        for (var value : values) {
            if (value.number() == number) {
                return value.name();
            }
        }
        return Integer.toString(number);
    }
}
