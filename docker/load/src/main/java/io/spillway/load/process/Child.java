package io.spillway.load.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process that the tools start, with all that it starts itself; its output goes to a file of its own. */
public final class Child implements AutoCloseable {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param folder where the log goes */
    public static Child start(String name, Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        var log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), log);
    }

    /** A main class of ours, with the Java that runs this one. */
    public static Child java(String name, Path folder, List<String> options, Class<?> main, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(name, folder, Map.of(), command);
    }

    /** Waits for a line of the output that begins so. */
    public String awaitLine(String start, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var line = line(start);
            if (line.isPresent()) {
                return line.get();
            }
            if (!process.isAlive()) {
                throw failure("ended with exit code %d".formatted(process.exitValue()));
            }
            if (System.nanoTime() - end > 0) {
                throw failure("did not say '%s' within %d s".formatted(start, atMost.toSeconds()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** Waits for a good end. */
    public void awaitEnd(Duration atMost) throws IOException, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("did not end within %d s".formatted(atMost.toSeconds()));
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code %d".formatted(process.exitValue()));
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /**
     * Waits for its end.
     *
     * @return the exit code; empty where it still runs after that time
     */
    public OptionalInt awaitExit(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Ends it at once (SIGKILL), as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends a signal by its short name, as {@code TERM}. */
    public void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** The process and all that came of it. */
    public List<ProcessHandle> tree() {
        var tree = new ArrayList<ProcessHandle>();
        tree.add(process.toHandle());
        process.descendants().forEach(tree::add);
        return List.copyOf(tree);
    }

    /** What to throw when it is of no more use: says why, and how its log ends. */
    public IOException failure(String what) throws IOException {
        var lines = Files.readAllLines(log);
        var end = lines.subList(Math.max(0, lines.size() - 20), lines.size());
        return new IOException("The %s %s. Its log ends:%n%s".formatted(name, what, String.join("\n", end)));
    }

    /** Asks it to end; ends it and what it left behind when it has not after 15 s. */
    @Override
    public void close() {
        var tree = tree();
        process.destroy();
        try {
            process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private Optional<String> line(String start) throws IOException {
        var written = Files.readString(log);
        // The last line may still be under way.
        return written.substring(0, written.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst();
    }
}
