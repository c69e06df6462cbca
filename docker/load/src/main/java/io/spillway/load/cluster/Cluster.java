package io.spillway.load.cluster;

import io.spillway.load.Journal;
import io.spillway.load.Workload;
import io.spillway.load.check.Checker;
import io.spillway.load.check.Findings;
import io.spillway.load.check.Recorded;
import io.spillway.load.process.Api;
import io.spillway.load.process.FreePort;
import io.spillway.load.process.ReceiverProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running Spillway: broker, nodes and a receiver, each a process, and a supervisor that starts fallen nodes again. */
public final class Cluster implements AutoCloseable {

    private static final Duration REGISTRY_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Path folder;
    private final Broker broker;
    private final ReceiverProcess receiver;
    private final LinkedHashMap<String, Node> nodes = new LinkedHashMap<>();
    private final Thread supervisor =
            Thread.ofPlatform().daemon().name("supervisor").unstarted(this::supervise);
    private final URI registry;
    private final Incidents incidents;
    private volatile boolean closed;

    private Cluster(Path folder, Broker broker, ReceiverProcess receiver, URI registry, Incidents incidents) {
        this.incidents = incidents;
        this.registry = registry;
        this.folder = folder;
        this.broker = broker;
        this.receiver = receiver;
    }

    /**
     * Starts everything and waits until all nodes are ready.
     *
     * @param folder for logs and data
     * @param brokerData where the broker keeps its data
     */
    public static Cluster start(Installation installation, Path folder, Path brokerData, Plan plan)
            throws IOException, InterruptedException {
        var incidents = new Incidents();
        var broker = Broker.start(installation, folder, brokerData, incidents);
        ReceiverProcess receiver;
        try {
            receiver = ReceiverProcess.start(folder, plan.inspectEvery());
        } catch (IOException | InterruptedException e) {
            broker.close();
            throw e;
        }
        var registry = URI.create("http://127.0.0.1:" + FreePort.next());
        var cluster = new Cluster(folder, broker, receiver, registry, incidents);
        try {
            cluster.start(installation, plan);
            return cluster;
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    public Path folder() {
        return folder;
    }

    public Broker broker() {
        return broker;
    }

    /** Where the schema registry answers. */
    public URI registry() {
        return registry;
    }

    /** What was done to broker and nodes, in order. */
    public List<Incident> incidents() {
        return incidents.all();
    }

    public ReceiverProcess receiver() {
        return receiver;
    }

    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    public Node node(String name) {
        var node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("there is no node %s but %s".formatted(name, nodes.keySet()));
        }
        return node;
    }

    /** The API, which the first node serves. */
    public Api api() {
        return nodes.firstEntry().getValue().api();
    }

    /** Makes tenants and destinations of a workload, all of which go to the receiver. */
    public void prepare(Workload workload) throws IOException, InterruptedException {
        api().prepare(workload, receiver.deliveries());
    }

    public void awaitReady() throws IOException, InterruptedException {
        for (var node : nodes.values()) {
            node.awaitReady();
        }
    }

    /** How often nodes were started again because they had ended, by a kill or by themselves. */
    public int unasked() {
        return nodes.values().stream().mapToInt(Node::unasked).sum();
    }

    /**
     * Applies the law again and again until every delivery has ended and is recorded so.
     *
     * @param atMost how long to wait for that
     */
    public Findings check(Journal journal, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var recorded = Recorded.read(api(), journal.workload());
            var findings = Checker.check(journal, receiver.ledger(), recorded);
            if (findings.settled() || System.nanoTime() - end > 0) {
                return findings;
            }
            Thread.sleep(LOOK_EVERY.multipliedBy(10));
        }
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        var stopping = new ArrayList<Thread>();
        for (var node : nodes.values()) {
            stopping.add(Thread.ofVirtual().start(node::close));
        }
        try {
            for (var thread : stopping) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        receiver.close();
        broker.close();
    }

    private void start(Installation installation, Plan plan) throws IOException, InterruptedException {
        var settings = new HashMap<>(plan.settings());
        settings.putAll(Map.of(
                "API_HOST", "127.0.0.1",
                "API_KEY", Node.KEY,
                "KAFKA_BOOTSTRAP_SERVERS", broker.address(),
                "REPLICATION_FACTOR", "1",
                "EGRESS_ALLOW", "127.0.0.0/8",
                "AES_ENCRYPTION_SECRET", "secret of the fault driver"));
        settings.putIfAbsent("PARTITIONS", "4");
        for (var planned : plan.nodes().entrySet()) {
            var own = new HashMap<>(settings);
            own.put("NODE_ID", planned.getKey());
            own.put("API_PORT", Integer.toString(FreePort.next()));
            own.put("DATA_DIR", folder.resolve(planned.getKey()).toString());
            if (planned.getValue().contains("registry")) {
                own.put("REGISTRY_PORT", Integer.toString(registry.getPort()));
            } else {
                own.put("REGISTRY_URL", registry.toString());
            }
            var command = installation.node(planned.getValue(), plan.jvm());
            nodes.put(planned.getKey(), new Node(planned.getKey(), folder, command, own, incidents));
        }
        for (var node : nodes.values()) {
            node.start();
            awaitRegistry();
        }
        awaitReady();
        supervisor.start();
    }

    private void awaitRegistry() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(registry.resolve("/apis/registry/v3/system/info"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + REGISTRY_WITHIN.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (!answers(http, request)) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(
                            "the registry did not answer within %d s".formatted(REGISTRY_WITHIN.toSeconds()));
                }
                Thread.sleep(LOOK_EVERY);
            }
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void supervise() {
        try {
            while (!closed) {
                for (var node : nodes.values()) {
                    node.superviseOnce();
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("a node cannot be started again", e);
        }
    }
}
