package io.spillway.load.cluster;

import io.spillway.load.process.Api;
import io.spillway.load.process.Child;
import io.spillway.load.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node of Spillway in a process of its own. It keeps its name, its port and its data folder over restarts; one that ends
 * unasked is started again by whoever {@link #superviseOnce supervises} it.
 */
public final class Node implements AutoCloseable {

    /** Stands for its key in every cluster of the tools. */
    static final String KEY = "faults-key";

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final String name;
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Api api;
    private final Incidents incidents;
    private Optional<Child> process = Optional.empty();
    private boolean wanted;
    private int starts;
    private int unasked;

    /** @param environment all settings, {@code API_PORT} among them */
    Node(String name, Path folder, List<String> command, Map<String, String> environment, Incidents incidents) {
        this.incidents = incidents;
        this.name = name;
        this.folder = folder;
        this.command = command;
        this.environment = Map.copyOf(environment);
        api = new Api(URI.create("http://127.0.0.1:" + environment.get("API_PORT")), KEY);
    }

    /** How a node stopped. */
    public record Stopped(int code, Duration took) {}

    public String name() {
        return name;
    }

    public Api api() {
        return api;
    }

    public Usage usage() {
        return process.map(Child::tree).map(Usage::of).orElse(Usage.NONE);
    }

    /** How often it was started again because it had ended without being told to, kills by {@link #kill} included. */
    public synchronized int unasked() {
        return unasked;
    }

    /** Starts it, without waiting. */
    public synchronized void start() throws IOException {
        wanted = true;
        starts++;
        process = Optional.of(Child.start(name + "-" + starts, folder, environment, command));
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (api.status("/readyz", ANSWER_WITHIN) != 200) {
            if (System.nanoTime() - end > 0) {
                throw child().failure("was not ready within %d s".formatted(READY_WITHIN.toSeconds()));
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** Whether {@code /healthz} says that it moves; no answer says that it does not. */
    public boolean moves() throws InterruptedException {
        return api.status("/healthz", ANSWER_WITHIN) == 200;
    }

    /** SIGKILL; whoever supervises it starts it again. */
    public void kill() throws InterruptedException {
        incidents.add(name, "killed");
        child().kill();
    }

    /** SIGKILL, and it stays away. */
    public synchronized void killForGood() throws InterruptedException {
        wanted = false;
        incidents.add(name, "killed");
        child().kill();
    }

    /** SIGTERM, and its end, after which it stays away. */
    public Stopped terminate() throws IOException, InterruptedException {
        Child stopping;
        synchronized (this) {
            wanted = false;
            stopping = child();
        }
        long from = System.nanoTime();
        incidents.add(name, "stopped");
        stopping.signal("TERM");
        var code = stopping.awaitExit(STOPS_WITHIN);
        if (code.isEmpty()) {
            throw stopping.failure("did not stop within %d s".formatted(STOPS_WITHIN.toSeconds()));
        }
        return new Stopped(code.getAsInt(), Duration.ofNanos(System.nanoTime() - from));
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void freeze() throws IOException, InterruptedException {
        incidents.add(name, "frozen");
        child().signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        incidents.add(name, "thawed");
        child().signal("CONT");
    }

    /** How many files and sockets it has open. */
    public long openFiles() throws IOException {
        try (var open = Files.list(Path.of("/proc", Long.toString(child().pid()), "fd"))) {
            return open.count();
        }
    }

    /**
     * Lets it have so many files and sockets open, and no more.
     *
     * @return whether this system can do that
     */
    public boolean limitFiles(long most) throws InterruptedException {
        var pid = "--pid=" + child().pid();
        try {
            return new ProcessBuilder("prlimit", pid, "--nofile=" + most + ":")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits for it to end by itself. */
    public OptionalInt awaitExit(Duration atMost) throws InterruptedException {
        return child().awaitExit(atMost);
    }

    /** Starts it again where it has ended though it should not have. */
    synchronized void superviseOnce() throws IOException {
        if (wanted && process.isPresent() && !process.get().alive()) {
            unasked++;
            start();
        }
    }

    @Override
    public void close() {
        Optional<Child> running;
        synchronized (this) {
            wanted = false;
            running = process;
        }
        running.ifPresent(child -> {
            try {
                child.signal("CONT");
            } catch (IOException e) {
                // It is ended by force below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            child.close();
        });
        api.close();
    }

    private synchronized Child child() {
        return process.orElseThrow(() -> new IllegalStateException(name + " has not been started"));
    }
}
