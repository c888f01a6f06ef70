package mesh.warren.bench.lanes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a load generator saw. Latencies in milliseconds.
 *
 * @param perSecond requests answered
 * @param failed    requests that were not
 * @param cpu       processors that the generator itself used
 */
record Measured(double perSecond, double p50, double p99, double p999, double failed, double cpu) {

    /** What a load generator says at its end, which this waits for. */
    static Measured of(Process load) throws IOException, InterruptedException {
        String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (load.waitFor() != 0) {
            throw new IOException("a load generator ended with " + load.exitValue());
        }
        return parse(said);
    }

    private static Measured parse(String line) {
        String[] words = line.strip().split(" ");
        return new Measured(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]),
                Double.parseDouble(words[3]), Double.parseDouble(words[4]), Double.parseDouble(words[5]));
    }

    /** One line, for {@link #of}. */
    String line() {
        return perSecond + " " + p50 + " " + p99 + " " + p999 + " " + failed + " " + cpu;
    }

    /** Of each figure the median; failures together. */
    static Measured median(List<Measured> rounds) {
        return new Measured(median(rounds, Measured::perSecond), median(rounds, Measured::p50), median(rounds, Measured::p99),
                median(rounds, Measured::p999), rounds.stream().mapToDouble(Measured::failed).sum(), median(rounds, Measured::cpu));
    }

    private static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
