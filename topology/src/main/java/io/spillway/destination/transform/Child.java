package io.spillway.destination.transform;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that evaluates: a JVM with little memory, no environment, and nothing on its class path but what it takes. It
 * works for one at a time.
 */
final class Child implements AutoCloseable {

    /** What the JVM exits with where its memory does not suffice. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Duration END = Duration.ofSeconds(1);

    private final Bounds bounds;
    private final Process process;
    private final DataInputStream answers;
    private final DataOutputStream requests;
    private volatile boolean ready;
    private volatile boolean usable = true;

    private Child(Bounds bounds, Process process) {
        this.bounds = bounds;
        this.process = process;
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /** Returns when it is ready, which it is within its bounds or never. */
    static Child start(Bounds bounds) throws IOException {
        var builder = new ProcessBuilder(command(bounds)).redirectError(ProcessBuilder.Redirect.DISCARD);
        // It holds this node's secrets.
        builder.environment().clear();
        var child = new Child(bounds, builder.start());
        CompletableFuture.delayedExecutor(bounds.start().toMillis(), TimeUnit.MILLISECONDS)
                .execute(child::closeUnlessReady);
        if (child.answers.readUnsignedByte() != Evaluator.READY) {
            child.close();
            throw new IOException("a process that evaluates does not begin as it should");
        }
        child.ready = true;
        return child;
    }

    /** Throws {@link IOException} where the process is no more. */
    Answer ask(Request request) throws IOException {
        request.write(requests);
        return Answer.read(answers, bounds.bytes());
    }

    /** Why there is no answer of it. */
    String end() throws InterruptedException {
        return process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == OUT_OF_MEMORY
                ? "it takes more than " + bounds.heapMebibytes() + " MiB of memory"
                : "it ended the process that evaluates it";
    }

    /** Whether it can be asked again. */
    boolean isUsable() {
        return usable;
    }

    @Override
    public void close() {
        usable = false;
        process.destroyForcibly();
    }

    private void closeUnlessReady() {
        if (!ready) {
            close();
        }
    }

    private static List<String> command(Bounds bounds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms8m",
                "-Xmx" + bounds.heapMebibytes() + "m",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:ReservedCodeCacheSize=24m",
                "-XX:MaxDirectMemorySize=1m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                Stream.of(Evaluator.class, Jsonata.class, JsonFactory.class)
                        .map(Child::place)
                        .distinct()
                        .collect(Collectors.joining(File.pathSeparator)),
                Evaluator.class.getName(),
                Integer.toString(bounds.bytes()));
    }

    private static String place(Class<?> type) {
        try {
            var place = type.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(place.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path has places", e);
        }
    }
}
