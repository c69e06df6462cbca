package io.spillway.stream;

import io.spillway.domain.Data;
import io.spillway.domain.Quarantined;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Waiting;
import io.spillway.stream.Intake.Produced;
import io.spillway.stream.erase.Eraser;
import io.spillway.stream.expire.Expiry;
import io.spillway.stream.expire.Hours;
import io.spillway.stream.expire.Index;
import io.spillway.stream.expire.Retention;
import io.spillway.stream.expire.Retentions;
import io.spillway.stream.hold.Emission;
import io.spillway.stream.hold.Held;
import io.spillway.stream.hold.Queues;
import io.spillway.stream.hold.Release;
import io.spillway.stream.job.ByHand;
import io.spillway.stream.job.Jobs;
import io.spillway.stream.job.TaskStores;
import io.spillway.stream.judge.Judge;
import io.spillway.stream.judge.Vigil;
import io.spillway.stream.manage.Manage;
import io.spillway.stream.query.Walk;
import io.spillway.stream.route.Route;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** One partition's worth of tenants: hands each record that comes in to whoever decides it. */
final class TenantTask {

    private final ProcessorContext<byte[], byte[]> context;
    private final Outbox outbox;
    private final Expiry expiry;
    private final Set<String> leading;
    private final Map<String, Consumer<Incoming>> inputs;

    /** A record and what is known of its coming. */
    private record Incoming(Record<byte[], byte[]> record, Received received) {}

    TenantTask(ProcessorContext<byte[], byte[]> context, TaskParts parts) {
        var topics = parts.topics();
        this.context = context;
        this.outbox = new Outbox(context, topics, parts.answers());
        var retentions = new Retentions(context, Retention.of(topics));
        var hours = new Hours(context, retentions);
        var rows = new Rows(context, retentions, hours);
        expiry = new Expiry(hours, new Index(context), retentions, outbox, new Ticking(context, outbox));
        var queues = new Queues(context);
        var emission = new Emission(rows, outbox);
        var release = new Release(queues, rows, outbox, emission, new Ticking(context, outbox));
        var held = new Held(queues, rows, emission, release);
        var rules = parts.rules();
        var announcements = new Announcements(outbox, rules.told());
        var subscriptions = new Subscriptions(rows, outbox, announcements, held);
        var probation = new Probation(rows, subscriptions, announcements, rules.watching());
        var route = new Route(rows, subscriptions, probation, held, outbox);
        var vigil = new Vigil(rows, subscriptions, announcements, rules.watching());
        var judge = new Judge(rows, outbox, rules.retries(), vigil);
        var jobs = new Jobs(
                rows,
                new Walk(new TaskStores(context)),
                new Jobs.Means(new ByHand(rows, outbox), held, new Eraser(rows, subscriptions, outbox)),
                new Ticking(context, outbox));
        var manage = new Manage(rows, subscriptions, outbox, jobs, rules.destinationsAtMost());
        var wire = parts.reading().wire();
        var reader = wire.eventReader(topics.sizes().maxEventBytes());
        var intake = new Intake(
                reader, parts.reading(), outbox, route, context.taskId().partition());
        leading = DeliveryTopology.leading(topics).stream().map(Topic::name).collect(Collectors.toSet());
        inputs = Map.of(
                topics.events().name(), incoming -> intake.produced(produced(incoming)),
                topics.eventsRekeyed().name(), incoming -> intake.produced(rekeyed(incoming)),
                topics.commands().name(), reading(topics.commands(), manage::command),
                topics.attempts().name(),
                        reading(topics.attempts(), (report, received) -> {
                            judge.report(report, received);
                            held.reported(report.delivery(), received.time());
                        }),
                topics.due().name(),
                        reading(topics.due(), (waiting, received) -> {
                            switch (waiting) {
                                case Waiting.Scheduled(var delivery, var _) -> route.due(delivery, received.time());
                                case Waiting.RawEvent raw -> intake.again(raw, received);
                            }
                        }));
        release.goOn();
        jobs.goOn();
    }

    void take(Record<byte[], byte[]> record) {
        var source =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record is being worked on"));
        var time = leading.contains(source.topic())
                ? LeadingTimestamp.trueTime(record.timestamp())
                : Instant.ofEpochMilli(record.timestamp());
        var at = new RecordAt(source.topic(), source.partition(), source.offset());
        outbox.at(time);
        expiry.at(time);
        Optional.ofNullable(inputs.get(source.topic()))
                .orElseThrow(() -> new IllegalStateException("no rule for what comes from " + source.topic()))
                .accept(new Incoming(record, new Received(at, time, Request.in(record.headers()))));
    }

    private static Produced produced(Incoming incoming) {
        var record = incoming.record();
        return new Produced(record.key(), record.value(), record.headers(), incoming.received(), 0);
    }

    /** A re-keyed record stands for its original: ids and coordinates come from there. */
    private static Produced rekeyed(Incoming incoming) {
        var here = incoming.received();
        var origin = Optional.ofNullable(incoming.record().headers().lastHeader(HeaderNames.ORIGIN))
                .flatMap(TenantTask::origin)
                .orElse(here.at());
        var record = incoming.record();
        return new Produced(
                record.key(), record.value(), record.headers(), new Received(origin, here.time(), here.request()), 0);
    }

    /** Reads a topic of our own; what cannot be read there either is put aside, so that the partition moves on. */
    private <V> Consumer<Incoming> reading(Topic<?, V> topic, BiConsumer<V, Received> then) {
        return incoming -> decoded(topic, incoming).ifPresent(value -> then.accept(value, incoming.received()));
    }

    private <V> Optional<V> decoded(Topic<?, V> topic, Incoming incoming) {
        var record = incoming.record();
        if (record.value() == null) {
            putAside(incoming, "empty", "A record of this topic has a value.");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value()));
        } catch (SerializationException e) {
            putAside(
                    incoming,
                    "unreadable",
                    Objects.requireNonNullElse(e.getMessage(), "It is not what this topic holds."));
            return Optional.empty();
        }
    }

    private void putAside(Incoming incoming, String cause, String detail) {
        var record = incoming.record();
        outbox.quarantine(new Quarantined(
                Optional.ofNullable(record.key()).map(Data.Inline::new),
                Optional.ofNullable(record.value()).map(Data.Inline::new),
                incoming.received().at(),
                cause,
                detail));
    }

    /** Where the producer's record lies; something that is no coordinates was not written by a tenant task. */
    private static Optional<RecordAt> origin(Header header) {
        try {
            return Optional.ofNullable(header.value())
                    .map(value -> RecordAt.parse(new String(value, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
