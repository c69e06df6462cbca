package io.spillway.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.receiver.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The ledger receiver in a process of its own, and its control. */
public final class ReceiverProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    // Cheap soon rather than cheapest later: with C1 only it takes half the processor at 200/s.
    private static final List<String> JVM = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Pattern READY = Pattern.compile("receiver ready port=(\\d+) control=(\\d+)");
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Child process;
    private final Path ledger;
    private final URI deliveries;
    private final URI control;

    private ReceiverProcess(Child process, Path ledger, MatchResult ports) {
        this.process = process;
        this.ledger = ledger;
        deliveries = URI.create("http://127.0.0.1:" + ports.group(1));
        control = URI.create("http://127.0.0.1:" + ports.group(2));
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder where ledger and log go
     * @param inspectEvery 1 checks signature and body of every request, n of every n-th
     */
    public static ReceiverProcess start(Path folder, int inspectEvery) throws IOException, InterruptedException {
        var ledger = folder.resolve("ledger");
        var arguments = List.of(
                "--ledger",
                ledger.toString(),
                "--secret",
                Api.SECRET,
                "--inspect-every",
                Integer.toString(inspectEvery));
        var process = Child.java("receiver", folder, JVM, Receiver.class, arguments);
        try {
            var ready = READY.matcher(process.awaitLine("receiver ready", READY_WITHIN));
            if (!ready.matches()) {
                throw process.failure("did not say its ports");
            }
            return new ReceiverProcess(process, ledger, ready.toMatchResult());
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** Where deliveries go, without a path. */
    public URI deliveries() {
        return deliveries;
    }

    public URI control() {
        return control;
    }

    /** The file, complete as of now. */
    public Path ledger() throws IOException, InterruptedException {
        ask("POST", "/flush", "");
        return ledger;
    }

    /** How many requests have been answered with a 2xx. */
    public long accepted() throws IOException, InterruptedException {
        return ask("GET", "/stats", "").path("accepted").asLong();
    }

    /** Lets a path play these steps, as the README of the tools has them. */
    public void script(String path, String steps) throws IOException, InterruptedException {
        ask("PUT", "/scripts" + path, steps);
    }

    /** From now on signatures are checked with this. */
    public void secret(String secret) throws IOException, InterruptedException {
        ask("PUT", "/secret", secret);
    }

    public Usage usage() {
        return Usage.of(process.tree());
    }

    @Override
    public void close() {
        http.close();
        process.close();
    }

    private JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(control.resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%s %s was answered with %s".formatted(method, path, answer.body()));
        }
        return JSON.readTree(answer.body());
    }
}
