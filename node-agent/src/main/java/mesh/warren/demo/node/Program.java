package mesh.warren.demo.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs to its end in bounded time.
 *
 * @param command     program and arguments
 * @param environment added to this process's own
 * @param limit       after which it is killed
 */
record Program(List<String> command, Map<String, String> environment, Duration limit) {

    Program(List<String> command, Map<String, String> environment) {
        this(command, environment, Duration.ofSeconds(60));
    }

    /** What it left behind. */
    record Ended(int status, String stdout, String stderr) {}

    /** Runs a program that must succeed. */
    static String mustRun(String... command) throws IOException {
        Ended ended = new Program(List.of(command), Map.of()).run("");
        if (ended.status() != 0) {
            throw new IOException(String.join(" ", command) + ": exit status " + ended.status() + ": " + ended.stderr().strip());
        }
        return ended.stdout();
    }

    /** @throws IOException when it cannot be started, or does not end in time and is killed */
    Ended run(String stdin) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            FutureTask<String> stdout = reader(process.getInputStream());
            FutureTask<String> stderr = reader(process.getErrorStream());
            write(process, stdin);
            String out = stdout.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            String err = stderr.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Ended(process.waitFor(), out, err);
        } catch (TimeoutException late) {
            throw new IOException(String.join(" ", command) + ": not ended after " + limit.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw new IOException(String.join(" ", command), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + ": interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static FutureTask<String> reader(InputStream stream) {
        FutureTask<String> task = new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        Thread.startVirtualThread(task);
        return task;
    }

    private static void write(Process process, String stdin) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException doesNotRead) {
            // It ended without reading; its status and stderr say why.
        }
    }
}
