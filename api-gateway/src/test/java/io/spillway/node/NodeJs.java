package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the scripts of {@code src/test/node}, which the build puts under {@code target/node} beside their packages. */
final class NodeJs {

    private static final Path FOLDER = Path.of("target", "node");
    private static final int SECONDS_AT_MOST = 900;

    private NodeJs() {}

    /** What a script came to; {@code output} is standard output and error together. */
    record Ended(int exit, String output) {}

    static Ended run(String script, byte[] input, String... arguments) {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            throw new IllegalStateException("there are no packages in " + FOLDER.toAbsolutePath()
                    + "; Maven installs them (phase pre-integration-test), and this does too:"
                    + " mkdir -p target && cp -r src/test/node target && npm ci --prefix target/node");
        }
        var command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        try {
            return run(command, input);
        } catch (IOException e) {
            throw new IllegalStateException(
                    String.join(" ", command) + " cannot be run; Node 20 or newer is needed", e);
        }
    }

    private static Ended run(List<String> command, byte[] input) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        var ended = process.onExit()
                .orTimeout(SECONDS_AT_MOST, TimeUnit.SECONDS)
                .whenComplete((exited, late) -> process.destroyForcibly());
        try (var stdin = process.getOutputStream()) {
            stdin.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(ended.join().exitValue(), output);
    }
}
