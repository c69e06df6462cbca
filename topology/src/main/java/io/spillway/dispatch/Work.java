package io.spillway.dispatch;

import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.stored.RecordsAwayException;
import io.spillway.topic.Topics;
import io.spillway.wire.SchemaLookup;
import io.spillway.wire.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What is done for one delivery, from top to bottom, on a virtual thread of its own: read it, ask whether it may still be
 * called, have its data, call, report. An {@link InterruptedException} says that it was given up and nothing is to be written.
 */
final class Work {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKUPS = Duration.ofMillis(500);

    private final Topics topics;
    private final Sources sources;
    private final DestinationsTable table;
    private final Caller caller;
    private final Meters meters;
    private final Papers papers;

    private sealed interface Reading {}

    private record Legible(Delivery delivery) implements Reading {}

    private record Illegible(String cause, String detail) implements Reading {}

    Work(Topics topics, Sources sources, DestinationsTable table, Caller caller, Meters meters) {
        this.topics = topics;
        this.sources = sources;
        this.table = table;
        this.caller = caller;
        this.meters = meters;
        this.papers = new Papers(topics);
    }

    /** Calls it, if it may be called. */
    Ended call(Job job) throws InterruptedException {
        return switch (read(job)) {
            case Legible(var delivery) -> resolve(job, delivery);
            case Illegible(var cause, var detail) -> refuse(job, cause, detail);
        };
    }

    /** Sends it away, to come back after a while; or cancels it, if that is known already. */
    Ended defer(Job job, Duration delay) throws InterruptedException {
        return switch (read(job)) {
            case Legible(var delivery) ->
                switch (gate(job, delivery)) {
                    case Gate.Shut shut -> cancel(delivery, shut);
                    case Gate.Outdated ignored -> joinAgain(delivery);
                    case Gate.Open ignored -> defer(delivery, delay);
                };
            case Illegible(var cause, var detail) -> refuse(job, cause, detail);
        };
    }

    /** Puts it aside as it is. */
    Ended refuse(Job job, String cause, String detail) {
        meters.quarantined();
        return Ended.without(papers.quarantined(job.record, cause, detail));
    }

    private Ended resolve(Job job, Delivery delivery) throws InterruptedException {
        return switch (delivery.event().data()) {
            case Data.Inline ignored -> pass(job, delivery, delivery);
            case Data.Stored(var at) -> {
                if (!(gate(job, delivery) instanceof Gate.Open)) {
                    yield pass(job, delivery, delivery);
                }
                try {
                    var bytes = sources.stored().data(at);
                    yield bytes.isPresent()
                            ? pass(job, delivery.with(new Data.Inline(bytes.get())), delivery)
                            : expired(delivery);
                } catch (RecordsAwayException e) {
                    giveUpIfInterrupted();
                    yield defer(delivery, AGAIN);
                }
            }
        };
    }

    /** The last look before the call: nothing that takes time may come between. */
    private Ended pass(Job job, Delivery delivery, Delivery asItCame) throws InterruptedException {
        return switch (gate(job, delivery)) {
            case Gate.Shut shut -> cancel(asItCame, shut);
            case Gate.Outdated ignored -> joinAgain(asItCame);
            case Gate.Open ignored -> attempt(delivery, asItCame);
        };
    }

    private Ended attempt(Delivery delivery, Delivery asItCame) throws InterruptedException {
        var at = Instant.now();
        var began = System.nanoTime();
        var outcome = caller.call(delivery, at);
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (!(outcome instanceof Outcome.Delivered)) {
            giveUpIfInterrupted();
        }
        meters.called(delivery.target().type(), outcome, took);
        return report(delivery, asItCame, outcome, took);
    }

    private Ended expired(Delivery delivery) {
        var outcome = new Outcome.Failed(Failure.EVENT_EXPIRED, "the event is no longer kept", Optional.empty());
        meters.called(delivery.target().type(), outcome, Duration.ZERO);
        return report(delivery, delivery, outcome, Duration.ZERO);
    }

    private Ended report(Delivery delivery, Delivery asItCame, Outcome outcome, Duration took) {
        var retry = outcome instanceof Outcome.Delivered ? Optional.<Delivery>empty() : Optional.of(delivery);
        var attempt = new Report.Attempt(
                delivery.ref(), delivery.attempt(), delivery.manual(), Instant.now(), took, outcome, retry);
        return new Ended(List.of(papers.attempt(attempt, asItCame)), Signal.of(outcome));
    }

    private Ended cancel(Delivery delivery, Gate.Shut shut) {
        meters.cancelled();
        return Ended.without(papers.cancellation(
                new Report.Cancellation(delivery.ref(), delivery.attempt(), shut.reason(), Instant.now())));
    }

    private Ended joinAgain(Delivery delivery) {
        meters.outdated();
        return Ended.without(papers.due(delivery.sentAway(), sources.clock().now()));
    }

    private Ended defer(Delivery delivery, Duration delay) {
        meters.deferred();
        var now = sources.clock().now();
        return Ended.without(papers.deferred(delivery.sentAway(), now.plus(delay), now));
    }

    private Gate gate(Job job, Delivery delivery) {
        return Gate.of(delivery.target(), table.row(job.record.partition(), delivery.key()));
    }

    private Reading read(Job job) throws InterruptedException {
        while (true) {
            try {
                var delivery =
                        topics.deliveries().values().deserializer().deserialize(job.record.topic(), job.record.value());
                return delivery == null ? new Illegible("empty", "the record has no value") : new Legible(delivery);
            } catch (UnknownSchemaException e) {
                if (sources.schemas().find(e.id()) instanceof SchemaLookup.NotFound) {
                    return new Illegible("unknown_schema", "the registry has no schema " + e.id());
                }
                Thread.sleep(BETWEEN_LOOKUPS);
            } catch (SerializationException e) {
                return new Illegible("invalid_avro", String.valueOf(e.getMessage()));
            }
        }
    }

    private static void giveUpIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("given up");
        }
    }
}
