package io.spillway.load.faults;

import io.spillway.load.EpochClock;
import io.spillway.load.Journal;
import io.spillway.load.Sent;
import io.spillway.load.Workload;
import io.spillway.load.cluster.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Raw bytes of many bad kinds on the topic of events, one for one with good ones; none has a key. */
final class MalformedEvents implements Row {

    private static final Workload WORKLOAD = new Workload("r10", 8, 1, 512);
    private static final String TOPIC = "spillway.events";

    @Override
    public String id() {
        return "R10";
    }

    @Override
    public String property() {
        return "Malformed events of %d kinds among good ones, by Kafka".formatted(Malformed.values().length);
    }

    @Override
    public String target() {
        return "every bad one once in quarantine with cause and coordinates; every good one delivered; no restart";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var cluster = stage.cluster(Plan.single());
        cluster.prepare(WORKLOAD);
        int each = stage.count(2_000, 50);
        var journal = produce(cluster.broker().address(), each);
        var found = cluster.check(journal, Duration.ofMinutes(4));
        long bad = (long) each * Malformed.values().length;
        var quarantine = Quarantine.await(cluster, bad, Duration.ofMinutes(2));
        var causes = new TreeMap<String, Long>(Arrays.stream(Malformed.values())
                .collect(Collectors.groupingBy(Malformed::cause, Collectors.summingLong(kind -> each))));
        return stage.measuring()
                .law(found)
                .require(found.settled(), "%s", found.verdict())
                .exactly("quarantined", quarantine.records().size(), bad)
                .exactly("with coordinates", quarantine.sources(TOPIC), bad)
                .note("causes %s", quarantine.causes())
                .require(quarantine.causes().equals(causes), "the causes are not %s", causes)
                .exactly("restarts", cluster.unasked(), 0)
                .outcome();
    }

    private static Journal produce(String bootstrapServers, int each) {
        var rendering = WORKLOAD.rendering();
        var sent = new ArrayList<Sent>();
        long from = EpochClock.nanos();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int round = 0; round < each; round++) {
                for (var kind : Malformed.values()) {
                    var good = rendering.publish(sent.size());
                    // Closing waits for all of them; what was not taken is missing at the end.
                    var _ = producer.send(new ProducerRecord<>(TOPIC, kind.spoiled(good)));
                    var _ = producer.send(new ProducerRecord<>(TOPIC, good));
                    long now = EpochClock.nanos();
                    sent.add(new Sent(now, now, 202, -1));
                }
            }
        }
        return new Journal(WORKLOAD, 0, from, EpochClock.nanos(), sent);
    }
}
