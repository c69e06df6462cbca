package io.spillway.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.domain.Tier;
import io.spillway.member.ExactWriter;
import io.spillway.stored.BrokerClock;
import io.spillway.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of all tiers that this relay has, and the hand-over of what is due. Used by the relay's thread. */
final class Tiering {

    private static final Logger LOG = LoggerFactory.getLogger(Tiering.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final int PER_TRANSACTION = 1_000;
    private static final int PER_PARTITION = 500;

    private final Topics topics;
    private final BrokerClock clock;
    private final Map<String, Tier> tiers;
    private final Map<TopicPartition, TierPartition> partitions = new ConcurrentHashMap<>();
    private final Timer lateness;
    private final Counter moves;
    private volatile Instant earliest = Instant.MAX;
    private int turn;

    /** Rides of a partition that are over, from its head on. */
    private record Over(TopicPartition partition, TierPartition of, List<Ride> rides) {

        long next() {
            return rides.getLast().record().offset() + 1;
        }
    }

    Tiering(Topics topics, BrokerClock clock, MeterRegistry meters) {
        this.topics = topics;
        this.clock = clock;
        tiers = topics.tiers().all().stream()
                .collect(Collectors.toMap(tier -> topics.retries(tier).name(), Function.identity()));
        lateness = Timer.builder("spillway.relay.lateness")
                .publishPercentileHistogram()
                .register(meters);
        moves = meters.counter("spillway.relay.moves");
    }

    /** Keeps track of which partitions the consumer has. */
    ConsumerRebalanceListener follow(Consumer<byte[], byte[]> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> gone) {
                partitions.keySet().removeAll(gone);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> fresh) {
                fresh.forEach(partition -> partitions.put(partition, new TierPartition()));
                consumer.resume(fresh);
            }
        };
    }

    void take(ConsumerRecords<byte[], byte[]> records) {
        for (var record : records) {
            var partition = partitions.get(new TopicPartition(record.topic(), record.partition()));
            if (partition != null) {
                partition.add(ride(record));
            }
        }
    }

    /** Hands over what is due, batch after batch as long as there is a full one, so that a backlog drains fast. */
    void release(ExactWriter writer, Consumer<byte[], byte[]> consumer) {
        var now = clock.now();
        var over = over(now);
        if (!over.isEmpty()) {
            var records = over.stream()
                    .flatMap(one -> one.rides.stream())
                    .map(ride -> handOver(ride, now))
                    .toList();
            writer.write(records, offsets(over, consumer), consumer.groupMetadata());
            over.forEach(one -> handedOver(one, now));
        }
        earliest = partitions.values().stream()
                .map(TierPartition::nextUntil)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    void pauseAndResume(Consumer<byte[], byte[]> consumer) {
        var full = new ArrayList<TopicPartition>();
        var open = new ArrayList<TopicPartition>();
        partitions.forEach((partition, rides) -> (rides.isFull() ? full : open).add(partition));
        consumer.pause(full);
        consumer.resume(open);
    }

    /** How long may be polled without being late. */
    Duration untilNext() {
        if (earliest.equals(Instant.MAX)) {
            return LONGEST_POLL;
        }
        var remaining = Duration.between(clock.now(), earliest);
        return remaining.isNegative()
                ? Duration.ZERO
                : remaining.compareTo(LONGEST_POLL) < 0 ? remaining : LONGEST_POLL;
    }

    Duration overdue() {
        var until = earliest;
        var now = until.equals(Instant.MAX) ? until : clock.now();
        return now.isAfter(until) ? Duration.between(until, now) : Duration.ZERO;
    }

    /** Forgets what is in memory and goes on from what is committed. */
    void rewind(Consumer<byte[], byte[]> consumer) {
        var assigned = consumer.assignment();
        var committed = consumer.committed(assigned);
        for (var partition : assigned) {
            partitions.put(partition, new TierPartition());
            var offset = committed.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        }
        consumer.resume(assigned);
    }

    private List<Over> over(Instant now) {
        var over = new ArrayList<Over>();
        var all = List.copyOf(partitions.entrySet());
        var room = PER_TRANSACTION;
        for (var i = 0; i < all.size() && room > 0; i++) {
            var partition = all.get((turn + i) % all.size());
            var rides = partition.getValue().over(now, Math.min(room, PER_PARTITION));
            if (!rides.isEmpty()) {
                over.add(new Over(partition.getKey(), partition.getValue(), rides));
                room -= rides.size();
            }
        }
        turn = all.isEmpty() ? 0 : (turn + 1) % all.size();
        return over;
    }

    private ProducerRecord<byte[], byte[]> handOver(Ride ride, Instant now) {
        var topic = switch (ride.step(topics.tiers(), now)) {
            case Step.Release ignored -> topics.due();
            case Step.Move(var next) -> topics.retries(next);
            case Step.Wait(var until) -> throw new IllegalStateException("released before " + until);
        };
        var record = ride.record();
        return new ProducerRecord<>(topic.name(), null, record.key(), record.value(), record.headers());
    }

    /** With nothing left to wait for, the position counts: it is beyond the markers of transactions. */
    private static Map<TopicPartition, OffsetAndMetadata> offsets(List<Over> over, Consumer<byte[], byte[]> consumer) {
        return over.stream()
                .collect(Collectors.toMap(
                        Over::partition,
                        one -> new OffsetAndMetadata(
                                one.rides.size() == one.of.size() ? consumer.position(one.partition) : one.next())));
    }

    /** @param decided when it was; the clock may have been corrected backwards since */
    private void handedOver(Over over, Instant decided) {
        var now = clock.now();
        var written = now.isAfter(decided) ? now : decided;
        for (var ride : over.rides) {
            if (ride.step(topics.tiers(), decided) instanceof Step.Move) {
                moves.increment();
            } else {
                lateness.record(Duration.between(ride.until(), written));
            }
        }
        over.of.drop(over.rides.size());
    }

    private Ride ride(ConsumerRecord<byte[], byte[]> record) {
        var tier = tiers.get(record.topic());
        if (tier == null) {
            throw new IllegalStateException("the relay reads tiers only, not " + record.topic());
        }
        return new Ride(record, tier, due(record, tier));
    }

    /** What cannot be read is none of the relay's business: it rides its tier to the end, and whoever reads {@code due} judges. */
    private Instant due(ConsumerRecord<byte[], byte[]> record, Tier tier) {
        try {
            var waiting = topics.retries(tier).values().deserializer().deserialize(record.topic(), record.value());
            if (waiting != null) {
                return waiting.due();
            }
        } catch (SerializationException e) {
            LOG.warn("{}-{}@{} cannot be read", record.topic(), record.partition(), record.offset(), e);
        }
        return Instant.ofEpochMilli(record.timestamp()).plus(tier.delay());
    }
}
