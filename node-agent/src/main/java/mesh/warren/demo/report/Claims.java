package mesh.warren.demo.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the demo claims, and whether it held: the exit status is 0 only when all did. */
public final class Claims {

    private final Map<String, Boolean> claims = new LinkedHashMap<>();

    /** @param what a sentence that is true when {@code held} is */
    public void add(String what, boolean held) {
        claims.merge(what, held, Boolean::logicalAnd);
    }

    public boolean allHeld() {
        return !claims.isEmpty() && !claims.containsValue(false);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        claims.forEach((what, held) -> text.append(held ? "  held    " : "  FAILED  ").append(what).append('\n'));
        return text.toString();
    }
}
