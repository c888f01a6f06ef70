package mesh.warren.model.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.model.api.RefusalKind;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every file of {@code src/test/corpus/attacks} comes to nothing. Its header says how: {@code rule}, the rule (or rules) that refuse it;
 * or {@code gone}, for what is overwritten instead, the text that must not be left.
 */
@Tag("pure")
class AttackCorpusTest {

    private static final List<CorpusFile> ATTACKS = CorpusFile.all("attacks");

    @TestFactory
    Stream<DynamicTest> comesToNothing() {
        return ATTACKS.stream().map(attack -> DynamicTest.dynamicTest(attack + ": " + attack.header().get("tries"), () -> {
            if (attack.header().containsKey("rule")) {
                refused(attack);
            } else {
                overwritten(attack);
            }
        }));
    }

    private static void refused(CorpusFile attack) {
        var refusals = new ArrayList<Refusal>();
        for (var outcome : Rewriting.of(attack)) {
            if (outcome instanceof Refused refused) {
                refusals.addAll(refused.refusals());
            }
        }
        assertFalse(refusals.isEmpty(), "accepted");
        var rules = refusals.stream().map(Refusal::rule).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(attack.header().get("rule").split(", ")), rules, refusals::toString);
        for (var refusal : refusals) {
            assertFalse(refusal.remedy().isBlank(), refusal::toString);
            assertEquals(attack.header().getOrDefault("path", refusal.path()), refusal.path());
            assertTrue(refusal.value().length() <= 200, "the value is not shortened");
        }
    }

    private static void overwritten(CorpusFile attack) {
        for (var resource : attack.resources()) {
            var outcome = Rewriting.of(resource);
            var accepted = Rewriting.accepted(outcome);
            assertTrue(accepted.isPresent(), outcome::toString);
            var output = Rewriting.resolved(accepted.get(), "a^");
            assertFalse(output.toString(java.nio.charset.StandardCharsets.ISO_8859_1).contains(attack.header().get("gone")), "still there");
            assertEquals(List.of(), OutputCheck.findings(new Resource(resource.typeUrl(), output), "a^"));
        }
    }

    /** All rules but {@code undecided}, which the build does not let into the table, and those that only policy brings into play. */
    @Test
    void thereIsAnAttackForEachRule() {
        var rules = ATTACKS.stream().map(attack -> attack.header().getOrDefault("rule", "")).flatMap(rule -> Stream.of(rule.split(", ")))
                .collect(Collectors.toSet());
        var without = new TreeSet<String>();
        Stream.of(Rule.values()).map(Rule::id).filter(id -> !rules.contains(id)).forEach(without::add);
        Stream.of(RefusalKind.values()).map(RefusalKind::token).filter(id -> !rules.contains(id)).forEach(without::add);
        assertEquals(Set.of("undecided", "filter-state"), without);
    }
}
