package io.spillway.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.Surroundings;
import io.spillway.destination.transform.Transformer;
import io.spillway.gateway.DeploymentParts;
import io.spillway.gateway.Gateway;
import io.spillway.gateway.GatewayConfig;
import io.spillway.gateway.History;
import io.spillway.gateway.NodeParts;
import io.spillway.gateway.Parts;
import io.spillway.gateway.audit.KafkaAuditTrail;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.PartitionProbe;
import io.spillway.gateway.health.Status;
import io.spillway.gateway.live.KafkaFeed;
import io.spillway.gateway.payload.OpenBodies;
import io.spillway.gateway.payload.SealingOutbox;
import io.spillway.gateway.payload.TenantKeys;
import io.spillway.gateway.request.Changes;
import io.spillway.gateway.request.KafkaOutbox;
import io.spillway.gateway.request.Requests;
import io.spillway.gateway.request.ResultsReader;
import io.spillway.gateway.sealing.Resealing;
import io.spillway.gateway.setting.KafkaSettings;
import io.spillway.gateway.token.SealedKeys;
import io.spillway.history.Edge;
import io.spillway.history.Forgetting;
import io.spillway.history.LogStore;
import io.spillway.history.LogTopics;
import io.spillway.history.LongBodies;
import io.spillway.history.LongQueries;
import io.spillway.node.migrate.DataVersion;
import io.spillway.payload.Payloads;
import io.spillway.stored.StoredRecords;
import io.spillway.stream.Stores;
import io.spillway.stream.live.Chronicle;
import io.spillway.stream.query.Queries;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: its roles, wired by hand. */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    /** For an event to get to its destination's dispatcher, and for the outcome to get back. */
    private static final Duration AROUND_A_CALL = Duration.ofSeconds(10);

    /** As long as the topic of the events that they refer to. */
    private static final Duration STORES_REMEMBER = Duration.ofDays(7);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Shutdown shutdown;
    private final URI registry;
    private final Gateway gateway;
    private final List<HealthCheck> ready;

    private Node(Shutdown shutdown, URI registry, Gateway gateway, List<HealthCheck> ready) {
        this.shutdown = shutdown;
        this.registry = registry;
        this.gateway = gateway;
        this.ready = ready;
    }

    /**
     * Starts what the roles ask for, and returns when all of it runs; it may not be {@link #awaitReady ready} yet.
     *
     * @param onFatal called when a part gave up for good: the process is to be replaced
     */
    public static Node start(NodeConfig config, Registry registry, Runnable onFatal) {
        var shutdown = new Shutdown();
        try {
            return start(config, registry, onFatal, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    private static Node start(NodeConfig config, Registry registry, Runnable onFatal, Shutdown shutdown) {
        var client = config.kafka().client();
        var registryUrl = registry.start(config.dataDir(), shutdown);
        var wire = Wire.connect(registryUrl, Map.of());
        var topics = topics(config, wire);
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        shutdown.add(metrics::close);
        var types = shutdown.add(types(config));
        var transformer = shutdown.add(new Transformer(config.rules().sizes().maxEventBytes()));
        var stored = shutdown.add(new StoredRecords(topics, wire, client, config.patience()));
        var requests = new Requests(config.identity().id() + "-" + UUID.randomUUID(), config.patience());
        var producer = KafkaOutbox.producer(client, topics, config.patience());
        var outbox = shutdown.add(new KafkaOutbox(producer, topics));
        var settings = shutdown.add(KafkaSettings.start(client, topics.settings(), producer, config.patience()));
        new DataVersion(settings).claim();
        var results = shutdown.add(ResultsReader.start(client, topics, requests));
        var probe = shutdown.add(PartitionProbe.start(requests, outbox));

        var keys = new TenantKeys(
                settings, config.outgoing().vault(), config.front().encrypting());
        var payloads = new Payloads(keys);
        var common = new Workers.Common(topics, wire, stored, types, transformer, metrics, payloads);
        var workers = new Workers(config, common, requests, onFatal);
        var crew = shutdown.add(new Together(config.patience()));
        crew.add(Watch.over(new SteadyClock(InstantSource.system(), System::nanoTime)::steady, onFatal));
        var checks = workers.start(crew);

        var peers = shutdown.add(new Peers(config, topics, wire, workers.tasks(), settings));
        var alive = new ArrayList<>(checks.alive());
        alive.addAll(List.of(results, settings, probe.progress(workers::partitions)));
        var ready = new ArrayList<>(checks.ready());
        ready.addAll(List.of(results, settings, probe.owned()));
        var feed = new KafkaFeed(client, new Chronicle(topics, wire), config.patience());
        var bodies = new OpenBodies(new StoredBodies(stored), payloads);
        var history = history(config, topics, peers.queries(), bodies, shutdown);
        var api = Optional.of(new Parts(
                        peers.queries(),
                        bodies,
                        feed,
                        requests,
                        config.front().encrypting() ? new SealingOutbox(outbox, keys, peers.queries()) : outbox,
                        types,
                        config.outgoing().vault(),
                        transformer,
                        new DeploymentParts(
                                settings,
                                new KafkaAuditTrail(client, topics.audit(), producer, config.patience()),
                                config.identity().id(),
                                heldFor(topics, wire),
                                keys),
                        history))
                .filter(parts -> config.has(Role.GATEWAY));
        if (api.isPresent() && config.outgoing().vault().rotates()) {
            crew.add(resealing(api.get()).start(metrics));
        }
        config.security().warnings().forEach(LOG::warn);
        OutpostSettings.warnings(config.variables()).forEach(LOG::warn);
        var front = crew.add(new Shutdown());
        var gateway =
                front.add(Gateway.start(served(config), new NodeParts(alive, ready, metrics, peers.service()), api));
        front.add(feed); // closed first, so that live streams end before their connections do
        return new Node(shutdown, registryUrl, gateway, ready);
    }

    private static History history(
            NodeConfig config, Topics topics, Queries queries, OpenBodies bodies, Shutdown shutdown) {
        var clock = InstantSource.system();
        var edge = new Edge(clock, STORES_REMEMBER);
        var settings = config.logStore().filter(here -> config.has(Role.GATEWAY));
        if (settings.isEmpty()) {
            return new History(queries, bodies, edge::now, _ -> {});
        }
        // Rows are in both for a day: events are forgotten by the broker's clock, and listed by their producers'.
        var early = new Edge(clock, STORES_REMEMBER.minusDays(1));
        var log = shutdown.add(LogStore.open(settings.get(), clock));
        var names = new LogTopics(topics.events().name(), topics.attempts().name());
        return new History(
                new LongQueries(queries, log, early, names),
                new OpenBodies(new LongBodies(bodies.bodies(), log, names), bodies.payloads()),
                log::since,
                new Forgetting(log));
    }

    /** How long each topic may hold what was written to it, by name. */
    private static Map<String, Duration> heldFor(Topics topics, Wire wire) {
        var all = new HashMap<>(topics.forget());
        all.putAll(Stores.forget(topics, wire));
        return all;
    }

    private static Resealing resealing(Parts parts) {
        var signing = new SealedKeys(parts.deployment().settings(), parts.vault());
        var changes = new Changes(parts.requests(), parts.outbox());
        return new Resealing(parts.queries(), changes, parts.vault(), () -> {
            signing.reseal();
            parts.deployment().keys().reseal();
        });
    }

    private static DestinationTypes types(NodeConfig config) {
        try {
            return DestinationTypes.load(
                    new Surroundings(config.variables(), config.outgoing().egress(), Product.NAME));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static Topics topics(NodeConfig config, Wire wire) {
        var rules = config.rules();
        try (var admin = Admin.create(config.kafka().client())) {
            return TopicSetup.ensure(admin, Topics.of(rules.deployment(), rules.tiers(), rules.sizes(), wire));
        }
    }

    private static GatewayConfig served(NodeConfig config) {
        var front = config.front();
        return new GatewayConfig(
                front.host(),
                front.port(),
                config.security(),
                new GatewayConfig.Terms(
                        front.topics(),
                        front.ids(),
                        largest(config),
                        front.maxBatchBytes(),
                        config.outgoing().timeout().plus(AROUND_A_CALL)),
                ShownSettings.of(config.variables()),
                front.adapters());
    }

    /** The data of an event, as somebody publishes them. */
    private static int largest(NodeConfig config) {
        var written = config.rules().sizes().maxEventBytes();
        return config.front().encrypting() ? Payloads.largest(written) : written;
    }

    public URI registry() {
        return registry;
    }

    public int port() {
        return gateway.port();
    }

    /** Waits until every part is ready; throws {@link IllegalStateException} that says what is not, after five minutes. */
    public void awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!missing().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not ready after " + READY_WITHIN + ": " + missing());
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private List<String> missing() {
        return ready.stream()
                .flatMap(check -> switch (check.check()) {
                    case Status.Healthy() -> Stream.<String>empty();
                    case Status.Failed(var reason) -> Stream.of(check.name() + ": " + reason);
                })
                .toList();
    }

    /** Stops taking work, ends what is in flight and leaves all groups; within 10 s. */
    @Override
    public void close() {
        shutdown.close();
    }
}
