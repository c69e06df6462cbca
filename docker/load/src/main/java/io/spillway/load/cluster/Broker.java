package io.spillway.load.cluster;

import io.spillway.load.process.Child;
import io.spillway.load.process.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The Kafka broker in a process of its own, which keeps its port and its data over restarts. */
public final class Broker implements AutoCloseable {

    private static final String NAME = "broker";
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private final List<String> command;
    private final Path folder;
    private final int port;
    private final Incidents incidents;
    private Child process;
    private int starts = 1;

    private Broker(List<String> command, Path folder, int port, Incidents incidents) throws IOException {
        this.incidents = incidents;
        this.command = command;
        this.folder = folder;
        this.port = port;
        process = start();
    }

    /**
     * Starts it and waits until it takes clients.
     *
     * @param folder where its log goes
     * @param data its data folder
     */
    static Broker start(Installation installation, Path folder, Path data, Incidents incidents)
            throws IOException, InterruptedException {
        int port = FreePort.next();
        var broker = new Broker(installation.broker(data, port), folder, port, incidents);
        broker.awaitReady();
        return broker;
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        incidents.add(NAME, "killed");
        process.kill();
    }

    /** SIGTERM, and its end. */
    public void terminate() throws IOException, InterruptedException {
        incidents.add(NAME, "stopped");
        process.signal("TERM");
        if (process.awaitExit(READY_WITHIN).isEmpty()) {
            throw process.failure("did not stop");
        }
    }

    /** SIGSTOP: it keeps its connections and answers nothing. */
    public void freeze() throws IOException, InterruptedException {
        incidents.add(NAME, "frozen");
        process.signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        incidents.add(NAME, "thawed");
        process.signal("CONT");
    }

    /** Waits for it to end by itself. */
    public OptionalInt awaitExit(Duration atMost) throws InterruptedException {
        return process.awaitExit(atMost);
    }

    public boolean alive() {
        return process.alive();
    }

    /** Starts it again where it was, and waits until it takes clients. */
    public void restart() throws IOException, InterruptedException {
        starts++;
        process = start();
        awaitReady();
        incidents.add(NAME, "back");
    }

    @Override
    public void close() {
        try {
            process.signal("CONT");
        } catch (IOException e) {
            // It is ended by force below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.close();
    }

    private Child start() throws IOException {
        return Child.start("broker-" + starts, folder, Map.of(), command);
    }

    private void awaitReady() throws IOException, InterruptedException {
        process.awaitLine("The Kafka broker listens", READY_WITHIN);
    }
}
