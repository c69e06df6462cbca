package io.spillway.dispatch;

import io.spillway.destination.Attempting;
import io.spillway.destination.transform.Transformed;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Report;
import io.spillway.payload.OpenedData;
import io.spillway.stored.RecordsAwayException;
import io.spillway.topic.Topics;
import io.spillway.wire.SchemaLookup;
import io.spillway.wire.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What is done for a trip, from top to bottom, on a virtual thread of its own: read its deliveries, ask whether they may still
 * be called, have their data, transform them, call, report. An {@link InterruptedException} says that those were given up
 * of which nothing was told.
 */
final class Work {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKUPS = Duration.ofMillis(500);
    /** A call that has no time left fails by its own time limit. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Topics topics;
    private final Sources sources;
    private final DestinationsTable table;
    private final Caller caller;
    private final Meters meters;
    private final Papers papers;

    private sealed interface Reading {}

    private record Legible(Delivery delivery) implements Reading {}

    private record Illegible(String cause, String detail) implements Reading {}

    private sealed interface Step {}

    /** It is not called. */
    private record Over(ProducerRecord<byte[], byte[]> record) implements Step {}

    /**
     * It may be called.
     *
     * @param asItCame whose data may be coordinates
     * @param sent the delivery with what is sent in place of its data
     * @param began the monotonic time from which its time limit counts
     */
    private record Ready(Job job, Delivery delivery, Delivery asItCame, Delivery sent, long began) implements Step {}

    Work(Topics topics, Sources sources, DestinationsTable table, Caller caller, Meters meters) {
        this.topics = topics;
        this.sources = sources;
        this.table = table;
        this.caller = caller;
        this.meters = meters;
        this.papers = new Papers(topics);
    }

    /** Is told of a call's end before that is written; says for how long the destination's breaker lets no other begin. */
    @FunctionalInterface
    interface Hearing {
        Optional<Duration> heard(Signal signal);
    }

    /** Calls those that may be called, and tells what came of each as soon as it is known. */
    Signal call(Trip trip, Consumer<Done> told, Hearing hearing) throws InterruptedException {
        var together = new ArrayList<Ready>(trip.jobs().size());
        Signal signal = new Signal.Silence();
        for (var job : trip.jobs()) {
            if (signal.asksForRest()) {
                told.accept(defer(job, AGAIN));
                continue;
            }
            switch (prepare(job)) {
                case Over(var record) -> told.accept(new Done(job, List.of(record)));
                case Ready one -> {
                    // No more data are held than one call sends.
                    if (!Together.join(together, one, Ready::sent)) {
                        signal = call(together, told, hearing);
                        together.clear();
                    }
                    together.add(one);
                }
            }
        }
        if (signal.asksForRest()) {
            together.forEach(one -> told.accept(new Done(one.job, List.of(defer(one.asItCame, AGAIN)))));
            return signal;
        }
        return together.isEmpty() ? signal : call(together, told, hearing);
    }

    /** Sends it away, to come back after a while; or cancels it, if that is known already. */
    Done defer(Job job, Duration delay) throws InterruptedException {
        return new Done(
                job,
                List.of(
                        switch (read(job)) {
                            case Legible(var delivery) ->
                                refusal(job, delivery).orElseGet(() -> defer(delivery, delay));
                            case Illegible(var cause, var detail) -> refuse(job, cause, detail);
                        }));
    }

    /** Puts it aside as it is. */
    ProducerRecord<byte[], byte[]> refuse(Job job, String cause, String detail) {
        meters.quarantined();
        return papers.quarantined(job.record, cause, detail);
    }

    /** What is written of one that could not be worked on: as a failed attempt, where it can be read. */
    ProducerRecord<byte[], byte[]> failed(Job job, Throwable why) {
        try {
            if (read(job) instanceof Legible(var delivery)) {
                var outcome = Caller.failed("the dispatcher failed");
                return report(delivery, delivery, new Ending(outcome, Duration.ZERO));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
        return refuse(job, "dispatcher_failed", why.getClass().getSimpleName());
    }

    private Step prepare(Job job) throws InterruptedException {
        return switch (read(job)) {
            case Legible(var delivery) -> {
                var refusal = refusal(job, delivery);
                yield refusal.isPresent() ? new Over(refusal.get()) : resolve(job, delivery);
            }
            case Illegible(var cause, var detail) -> new Over(refuse(job, cause, detail));
        };
    }

    private Step resolve(Job job, Delivery delivery) throws InterruptedException {
        return switch (delivery.event().data()) {
            case Data.Inline ignored -> transform(job, delivery, delivery);
            case Data.Stored(var at) -> {
                try {
                    var bytes = sources.stored().data(at);
                    yield bytes.isPresent()
                            ? transform(job, delivery.with(new Data.Inline(bytes.get())), delivery)
                            : new Over(expired(delivery));
                } catch (RecordsAwayException e) {
                    giveUpIfInterrupted();
                    yield new Over(defer(delivery, AGAIN));
                }
            }
        };
    }

    /** The time of a transformation is taken from that of the call. */
    private Step transform(Job job, Delivery delivery, Delivery asItCame) throws InterruptedException {
        var began = System.nanoTime();
        return switch (made(delivery)) {
            case Transformed.Made(var made) -> new Ready(job, delivery, asItCame, delivery.with(made), began);
            case Transformed.Away ignored -> {
                giveUpIfInterrupted();
                yield new Over(defer(asItCame, AGAIN));
            }
            case Transformed.Failed(var message) -> {
                giveUpIfInterrupted();
                var outcome = Caller.failed(message);
                var took = Duration.ofNanos(System.nanoTime() - began);
                meters.called(delivery.target().type(), outcome, took);
                yield new Over(report(delivery, asItCame, new Ending(outcome, took)));
            }
        };
    }

    /** What travels stays encrypted, where it is; what is sent is not. */
    private Transformed made(Delivery delivery) throws InterruptedException {
        if (!(delivery.event().data() instanceof Data.Inline(var data))) {
            throw new IllegalStateException("a delivery is called without its data");
        }
        return switch (sources.payloads().openSoon(data)) {
            case OpenedData.Readable open -> caller.transformed(delivery.with(new Data.Inline(open.data())));
            case OpenedData.NoKey _ -> new Transformed.Failed("the key that the data are encrypted with is not known");
            case OpenedData.Broken _ -> new Transformed.Failed("the encrypted data were altered");
        };
    }

    /** The last look before the call: nothing that takes time may come between. */
    private Signal call(List<Ready> together, Consumer<Done> told, Hearing hearing) throws InterruptedException {
        var left = new ArrayList<Ready>(together.size());
        for (var one : together) {
            var refusal = refusal(one.job, one.asItCame);
            if (refusal.isPresent()) {
                told.accept(new Done(one.job, List.of(refusal.get())));
            } else {
                left.add(one);
            }
        }
        return left.isEmpty() ? new Signal.Silence() : attempt(left, told, hearing);
    }

    private Signal attempt(List<Ready> together, Consumer<Done> told, Hearing hearing) throws InterruptedException {
        var last = together.getLast();
        var request = last.sent.target().batched() ? Optional.of(newRequest()) : Optional.<String>empty();
        var sent = request.map(id ->
                        Together.asOne(id, together.stream().map(Ready::sent).toList()))
                .orElse(last.sent);
        var timeout = until(last.began + caller.timeout(last.delivery).toNanos());
        var outcome = caller.call(sent, new Attempting(Instant.now(), timeout, caller.milliseconds()));
        var took = Duration.ofNanos(System.nanoTime() - last.began);
        if (!(outcome instanceof Outcome.Delivered)) {
            giveUpIfInterrupted();
        }
        meters.called(sent.target().type(), outcome, took);
        var signal = Signal.of(outcome);
        var ending = new Ending(outcome, took, request, hearing.heard(signal));
        together.forEach(one -> told.accept(new Done(one.job, List.of(report(one.delivery, one.asItCame, ending)))));
        return signal;
    }

    /** @param open for how long the destination's breaker lets no other call begin */
    private record Ending(Outcome outcome, Duration took, Optional<String> request, Optional<Duration> open) {

        /** Of an attempt without a call, or of ours that failed. */
        Ending(Outcome outcome, Duration took) {
            this(outcome, took, Optional.empty(), Optional.empty());
        }
    }

    private ProducerRecord<byte[], byte[]> expired(Delivery delivery) {
        var outcome = new Outcome.Failed(Failure.EVENT_EXPIRED, "the event is no longer kept", Optional.empty());
        meters.called(delivery.target().type(), outcome, Duration.ZERO);
        return report(delivery, delivery, new Ending(outcome, Duration.ZERO));
    }

    private ProducerRecord<byte[], byte[]> report(Delivery delivery, Delivery asItCame, Ending ending) {
        var retry = ending.outcome instanceof Outcome.Delivered ? Optional.<Delivery>empty() : Optional.of(delivery);
        var now = Instant.now();
        var attempt = new Report.Attempt(
                delivery.ref(),
                delivery.attempt(),
                delivery.manual(),
                now,
                ending.took,
                ending.outcome,
                retry,
                ending.request,
                ending.open.map(now::plus));
        return papers.attempt(attempt, asItCame);
    }

    /** What is written instead of a call; empty where it may be called. */
    private Optional<ProducerRecord<byte[], byte[]>> refusal(Job job, Delivery delivery) {
        return switch (Gate.of(delivery.target(), table.row(job.record.partition(), delivery.key()))) {
            case Gate.Open ignored -> Optional.empty();
            case Gate.Shut shut -> {
                meters.cancelled();
                yield Optional.of(papers.cancellation(
                        new Report.Cancellation(delivery.ref(), delivery.attempt(), shut.reason(), Instant.now())));
            }
            case Gate.Outdated ignored -> {
                meters.outdated();
                yield Optional.of(
                        papers.due(delivery.sentAway(), sources.clock().now()));
            }
        };
    }

    private ProducerRecord<byte[], byte[]> defer(Delivery delivery, Duration delay) {
        meters.deferred();
        var now = sources.clock().now();
        return papers.deferred(delivery.sentAway(), now.plus(delay), now);
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

    private static String newRequest() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static Duration until(long deadline) {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    private static void giveUpIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("given up");
        }
    }
}
