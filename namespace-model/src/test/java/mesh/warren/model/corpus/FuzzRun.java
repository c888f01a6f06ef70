package mesh.warren.model.corpus;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The long run: {@link RewriteProperties} over as many inputs as wanted, of eight one tame and one wild random message, the
 * others broken bytes. Run in the module's folder, class path of the tests: {@code FuzzRun INPUTS [SEED]}. Prints the first
 * input of each kind of violation and goes on; ends with 1 when there was one. docs/rewriter-figures.md has the recorded run.
 */
public final class FuzzRun {

    private static final int REPORT_EVERY = 500_000;

    private final Map<String, String> violations = new TreeMap<>();
    private FuzzRun() {}

    public static void main(String[] args) {
        long inputs = Long.parseLong(args[0]);
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        System.out.printf("%,d inputs, seed %d%n", inputs, seed);
        var run = new FuzzRun();
        run.go(inputs, seed);
        System.exit(run.violations.isEmpty() ? 0 : 1);
    }

    private void go(long inputs, long seed) {
        var random = new Random(seed);
        Supplier<Resource> tame = new RandomMessages(random, Rewriting.TABLE, true)::next;
        Supplier<Resource> wild = new RandomMessages(random, Rewriting.TABLE, false)::next;
        Supplier<Resource> broken = new Mutator(random, seeds())::next;
        long start = System.nanoTime();
        for (long i = 1; i <= inputs; i++) {
            one(switch ((int) (i & 7)) {
                case 0 -> tame;
                case 1 -> wild;
                default -> broken;
            });
            if (i % REPORT_EVERY == 0 || i == inputs) {
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("%,d inputs in %.0f s (%.0f/s), %d kinds of violation%n",
                        i, seconds, i / seconds, violations.size());
            }
        }
    }

    private void one(Supplier<Resource> inputs) {
        var input = inputs.get();
        var wrong = RewriteProperties.violations(input);
        for (var violation : wrong) {
            var kind = violation.replaceAll("'[^']*'", "'...'").replaceAll("\\d+", "N").replaceAll("\\.[a-z_.]+:", ":");
            if (violations.size() < 200 && violations.putIfAbsent(kind, violation) == null) {
                System.out.println("VIOLATION " + violation + "\n  " + input.typeUrl() + " "
                        + HexFormat.of().formatHex(input.bytes().toByteArray()));
            }
        }
    }

    /** Small resources of the corpora: what a mutation changes should matter. */
    static java.util.List<Resource> seeds() {
        return Stream.of("allowed", "attacks").flatMap(folder -> CorpusFile.all(folder).stream())
                .flatMap(file -> file.resources().stream()).filter(resource -> resource.bytes().size() < 4_000).toList();
    }
}
