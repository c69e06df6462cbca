package io.spillway.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program in a process of its own.
 *
 * <p>The program is expected to end with its parent (see {@link WithParent}); one that did not is ended by the next start in
 * the same {@link ChildFolder}.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration STOP_AT_MOST = Duration.ofSeconds(4);
    private static final Duration ANSWER_AT_MOST = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private final ChildFolder folder;
    private final Process process;

    ChildProcess(ChildFolder folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Waits until the program is of use; ends it when it is not in time.
     *
     * @throws StartException when the program ended or the time is over
     */
    void awaitReady(BooleanSupplier ready, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    folder.forget();
                    throw new StartException("The %s ended while it was starting (exit code %d); its log is %s."
                            .formatted(folder.name(), process.exitValue(), folder.log()));
                }
                if (System.nanoTime() - end > 0) {
                    kill();
                    throw new StartException("The %s did not answer within %d s; its log is %s."
                            .formatted(folder.name(), atMost.toSeconds(), folder.log()));
                }
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new StartException("The start of the %s was interrupted.".formatted(folder.name()), e);
        }
    }

    /**
     * Waits until a URL of the program is answered with 200; ends it when it is not in time.
     *
     * @throws StartException when the program ended or the time is over
     */
    void awaitAnswer(URI url, Duration atMost) {
        try (var client = HttpClient.newHttpClient()) {
            awaitReady(() -> answers(client, url), atMost);
        }
    }

    private static boolean answers(HttpClient client, URI url) {
        var request = HttpRequest.newBuilder(url).timeout(ANSWER_AT_MOST).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Returns when the program has ended, however it did. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Sends a signal by its short name, as {@code STOP}. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("There is no kill command on this system", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the program without giving it a chance to tidy up (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        await(STOP_AT_MOST);
        folder.forget();
    }

    /** Asks the program to end, and ends it when it has not after four seconds. */
    @Override
    public void close() {
        process.destroy();
        if (!await(STOP_AT_MOST)) {
            process.destroyForcibly();
            await(Duration.ofSeconds(1));
        }
        folder.forget();
    }

    private boolean await(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
