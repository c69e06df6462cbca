package io.spillway.stream.live;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.Job;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.Work;
import io.spillway.stream.Keys;
import io.spillway.stream.Stores;
import io.spillway.stream.query.AttemptRow;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The topics that changes stand in, each partitioned by tenant: {@code attempts}, {@code subscriptions}, and the logs of the stores
 * of deliveries and jobs, which have every state that one was in when the tenant task committed. Safe for many threads.
 */
public final class Chronicle {

    private final Topic<?, Report> attempts;
    private final Topic<?, Subscription> subscriptions;
    private final String deliveries;
    private final Deserializer<DeliveryEntry> rows;
    private final String jobs;
    private final Deserializer<Job> jobRows;
    private final int partitions;

    public Chronicle(Topics topics, Wire wire) {
        this.attempts = topics.attempts();
        this.subscriptions = topics.subscriptions();
        this.deliveries = Stores.log(topics, Stores.DELIVERIES);
        this.rows = wire.deliveryEntries().deserializer();
        this.jobs = Stores.log(topics, Stores.JOBS);
        this.jobRows = wire.jobs().deserializer();
        this.partitions = topics.sizes().partitions();
    }

    /** How many partitions each of the topics has. */
    public int partitions() {
        return partitions;
    }

    public String topic(Kind kind) {
        return switch (kind) {
            case ATTEMPT -> attempts.name();
            case DELIVERY -> deliveries;
            case DESTINATION -> subscriptions.name();
            case REPLAY -> jobs;
        };
    }

    /** The id of the tenant that a record is about. */
    public static String tenant(ConsumerRecord<byte[], byte[]> record) {
        return new String(Keys.tenantIn(record.key()), StandardCharsets.UTF_8);
    }

    /**
     * What a record says; nothing where it only says that something is no longer kept, or what is told as another kind.
     *
     * @throws org.apache.kafka.common.errors.SerializationException where it cannot be read
     */
    public Optional<Change> change(Kind kind, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case ATTEMPT -> tried(record);
            case DELIVERY -> Optional.of(new Change.Moved(rows.deserialize(record.topic(), record.value())));
            case DESTINATION ->
                Optional.of(new Change.Altered(subscriptions
                        .values()
                        .deserializer()
                        .deserialize(record.topic(), record.headers(), record.value())));
            case REPLAY -> replayed(jobRows.deserialize(record.topic(), record.value()));
        };
    }

    private static Optional<Change> replayed(Job job) {
        return job.work() instanceof Work.Replay replay
                ? Optional.of(new Change.Replayed(job, replay))
                : Optional.empty();
    }

    private Optional<Change> tried(ConsumerRecord<byte[], byte[]> record) {
        var report = attempts.values().deserializer().deserialize(record.topic(), record.headers(), record.value());
        return switch (report) {
            case Report.Attempt attempt -> {
                var at = new RecordAt(record.topic(), record.partition(), record.offset());
                yield Optional.of(
                        new Change.Tried(new AttemptRow(attempt.delivery(), Tried.of(attempt, at), Optional.empty())));
            }
            case Report.Cancellation _ -> Optional.empty(); // its delivery moves
        };
    }
}
