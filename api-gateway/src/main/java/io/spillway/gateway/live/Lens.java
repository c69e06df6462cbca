package io.spillway.gateway.live;

import io.spillway.gateway.http.Json;
import io.spillway.stream.live.Chronicle;
import io.spillway.stream.live.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of records what clients are shown. */
final class Lens {

    private static final Logger LOG = LoggerFactory.getLogger(Lens.class);

    private final Chronicle chronicle;
    private final Map<String, Kind> kinds;

    Lens(Chronicle chronicle) {
        this.chronicle = chronicle;
        this.kinds =
                Stream.of(Kind.values()).collect(Collectors.toUnmodifiableMap(chronicle::topic, Function.identity()));
    }

    int partitions() {
        return chronicle.partitions();
    }

    TopicPartition partition(Spot spot) {
        return new TopicPartition(chronicle.topic(spot.kind()), spot.partition());
    }

    List<TopicPartition> partitions(Set<Spot> spots) {
        return spots.stream().sorted().map(this::partition).toList();
    }

    /** The records of a poll by the time at which they were stored, which keeps the order of each spot. */
    static List<ConsumerRecord<byte[], byte[]>> inOrder(ConsumerRecords<byte[], byte[]> records) {
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>(records.count());
        records.forEach(all::add);
        all.sort(Comparator.comparing(ConsumerRecord::timestamp));
        return all;
    }

    Spot spot(ConsumerRecord<byte[], byte[]> record) {
        var kind = Optional.ofNullable(kinds.get(record.topic()))
                .orElseThrow(() -> new IllegalStateException("only topics with changes are read"));
        return new Spot(kind, record.partition());
    }

    /** What a record shows, unless it is about a tenant that nobody asks for. */
    Optional<Seen> see(ConsumerRecord<byte[], byte[]> record, Predicate<String> tenants) {
        if (!tenants.test(Chronicle.tenant(record))) {
            return Optional.empty();
        }
        var spot = spot(record);
        try {
            return chronicle.change(spot.kind(), record).map(change -> {
                var sighting = new Sighting(spot.kind(), Json.bytes(ChangeView.of(change)));
                return new Seen(spot, record.offset() + 1, change, sighting);
            });
        } catch (RuntimeException e) { // one that a later release wrote, say: the others can be shown
            LOG.warn("A record of {} cannot be read: {}", record.topic(), e.toString());
            return Optional.empty();
        }
    }
}
