package io.spillway.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.destination.DestinationTypes;
import io.spillway.destination.transform.Transformer;
import io.spillway.dispatch.DispatchSettings;
import io.spillway.dispatch.Dispatcher;
import io.spillway.dispatch.Outside;
import io.spillway.dispatch.Sources;
import io.spillway.gateway.health.HealthCheck;
import io.spillway.gateway.health.Status;
import io.spillway.member.Member;
import io.spillway.payload.Payloads;
import io.spillway.retry.Relay;
import io.spillway.stored.BrokerClock;
import io.spillway.stored.StoredRecords;
import io.spillway.stored.TickingClock;
import io.spillway.stream.Answers;
import io.spillway.stream.SchemaQuestions;
import io.spillway.stream.TaskParts;
import io.spillway.stream.TenantStreams;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The roles that work in the background: streams, dispatcher and relay, as far as this node has them. */
final class Workers {

    /** How long a part may stand still before it counts as stalled; longer than any call may take. */
    private static final Duration STALLED = Duration.ofSeconds(40);
    /** What is left of a drain, after the longest call, to record its outcome. */
    private static final Duration WRITE = Duration.ofMillis(500);

    private final NodeConfig config;
    private final Common common;
    private final Answers answers;
    private final Runnable onFatal;
    private @Nullable TenantStreams streams;

    /** What all of them work with. */
    record Common(
            Topics topics,
            Wire wire,
            StoredRecords stored,
            DestinationTypes types,
            Transformer transformer,
            MeterRegistry metrics,
            Payloads payloads) {}

    /** What to ask for {@code /healthz}, and what for {@code /readyz}. */
    record Checks(List<HealthCheck> alive, List<HealthCheck> ready) {}

    Workers(NodeConfig config, Common common, Answers answers, Runnable onFatal) {
        this.config = config;
        this.common = common;
        this.answers = answers;
        this.onFatal = onFatal;
    }

    /** Starts them and says how to ask for their health. */
    Checks start(Together crew) {
        var checks = new Checks(new ArrayList<>(), new ArrayList<>());
        if (config.has(Role.STREAMS)) {
            streams = crew.add(streams());
            streams.start();
            Gauge.builder("spillway.stream.held", streams, TenantStreams::held)
                    .description(
                            "Deliveries that wait until their destination is resumed, or those before them have ended")
                    .register(common.metrics());
            Gauge.builder("spillway.stream.jobs", streams, TenantStreams::jobs)
                    .description("Jobs that run: cancellations, redrives, discards and replays of many deliveries")
                    .register(common.metrics());
        }
        if (config.has(Role.DISPATCHER) || config.has(Role.RELAY)) {
            var clock = crew.add(TickingClock.start(
                    common.topics().clock(),
                    config.identity().id(),
                    config.kafka().client()));
            if (config.has(Role.DISPATCHER)) {
                dispatcher(crew, clock, checks);
                new Errands(config, common, onFatal).start(crew, member());
            }
            if (config.has(Role.RELAY)) {
                relay(crew, clock, checks);
            }
        }
        return checks;
    }

    /** The tenant tasks, where this node runs some. */
    Optional<TenantStreams> tasks() {
        return Optional.ofNullable(streams);
    }

    /** The partitions whose tasks are this node's to run. */
    Set<Integer> partitions() {
        return tasks().map(TenantStreams::partitions).orElse(Set.of());
    }

    private TenantStreams streams() {
        var lookups = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("schema-lookup").daemon().factory());
        var parts = new TaskParts(
                common.topics(),
                new TaskParts.Reading(
                        common.wire(), new SchemaQuestions(common.wire().lookup(), lookups), common.payloads()),
                config.rules().task(),
                answers);
        var settings = new TenantStreams.Settings(
                config.identity().id(),
                config.identity().advertised(),
                config.dataDir().resolve("streams"),
                config.kafka().streamThreads(),
                config.kafka().commitInterval(),
                config.kafka().copies(),
                config.patience());
        return new TenantStreams(parts, settings, config.kafka().client(), onFatal);
    }

    private void dispatcher(Together crew, BrokerClock clock, Checks checks) {
        var outgoing = config.outgoing();
        var settings = new DispatchSettings(
                member(), outgoing.limits(), outgoing.timeout().plus(WRITE));
        var dispatcher = crew.add(new Dispatcher(
                common.topics(),
                new Sources(common.stored(), clock, common.wire().lookup(), common.payloads()),
                new Outside(
                        common.types(),
                        outgoing.vault(),
                        common.transformer(),
                        outgoing.timeout(),
                        outgoing.milliseconds()),
                settings,
                common.metrics()));
        dispatcher.start();
        var alive = new Check("dispatcher", () -> {
            var progress = dispatcher.progress();
            var stuck = progress.oldest().values().stream().anyMatch(Workers::stalled);
            return progress.running()
                    && !stalled(progress.sincePoll())
                    && !stalled(progress.longestAwaited())
                    && !stuck;
        });
        checks.alive().add(alive);
        checks.ready()
                .add(new Check(
                        "dispatcher",
                        () -> alive.moves().get() && dispatcher.progress().settled()));
        crew.add(Watch.over(() -> dispatcher.progress().running(), onFatal));
    }

    private Member member() {
        return new Member(
                config.rules().deployment(),
                config.identity().id(),
                config.kafka().client(),
                config.patience());
    }

    private void relay(Together crew, BrokerClock clock, Checks checks) {
        var relay = crew.add(new Relay(common.topics(), clock, member(), common.metrics()));
        relay.start();
        var alive = new Check("relay", () -> {
            var progress = relay.progress();
            return progress.running() && !stalled(progress.sincePoll()) && !stalled(progress.overdue());
        });
        checks.alive().add(alive);
        checks.ready().add(alive);
        crew.add(Watch.over(() -> relay.progress().running(), onFatal));
    }

    private static boolean stalled(Duration since) {
        return since.compareTo(STALLED) > 0;
    }

    private record Check(String name, Supplier<Boolean> moves) implements HealthCheck {

        @Override
        public Status check() {
            return moves.get()
                    ? new Status.Healthy()
                    : new Status.Failed("the " + name + " does not move, or has not taken over its partitions yet");
        }
    }
}
