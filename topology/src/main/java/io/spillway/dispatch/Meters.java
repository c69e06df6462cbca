package io.spillway.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the dispatcher counts. */
final class Meters {

    private final MeterRegistry registry;
    private final Map<String, Timer> calls = new ConcurrentHashMap<>();
    private final Counter deferred;
    private final Counter outdated;
    private final Counter cancelled;
    private final Counter repeated;
    private final Counter quarantined;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        deferred = registry.counter("spillway.dispatch.deferred");
        outdated = registry.counter("spillway.dispatch.outdated");
        cancelled = registry.counter("spillway.dispatch.cancelled");
        repeated = registry.counter("spillway.dispatch.repeated");
        quarantined = registry.counter("spillway.dispatch.quarantined");
    }

    /** Counts calls by their end and measures how long they took: {@code outcome} is {@code delivered} or the failure's word. */
    void called(String type, Outcome outcome, Duration took) {
        var end = switch (outcome) {
            case Outcome.Delivered ignored -> "delivered";
            case Outcome.Failed failed -> failed.failure().word();
        };
        calls.computeIfAbsent(
                        type + ' ' + end,
                        both -> Timer.builder("spillway.dispatch.calls")
                                .tag("type", type)
                                .tag("outcome", end)
                                .publishPercentileHistogram()
                                .register(registry))
                .record(took);
    }

    void watch(Lanes<?> lanes, Batches<?> batches) {
        Gauge.builder("spillway.dispatch.inflight", lanes, Lanes::inFlight).register(registry);
        Gauge.builder("spillway.dispatch.waiting", lanes, Lanes::waiting).register(registry);
        Gauge.builder("spillway.dispatch.gathering", batches, Batches::waiting).register(registry);
    }

    void deferred() {
        deferred.increment();
    }

    void outdated() {
        outdated.increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void quarantined() {
        quarantined.increment();
    }
}
