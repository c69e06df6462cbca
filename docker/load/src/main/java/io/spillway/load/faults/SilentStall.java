package io.spillway.load.faults;

import io.spillway.load.Workload;
import io.spillway.load.cluster.Cluster;
import io.spillway.load.cluster.Plan;
import io.spillway.load.cluster.Traffic.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Something that everything waits for stands still, while every process runs and says that it does. */
final class SilentStall implements Row {

    private static final int RATE = 50;
    private static final String EVENTS = "spillway.events";
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);

    private final String id;
    private final String what;
    private final Stall stall;

    /** What stands still, and how it is mended. */
    private interface Stall {
        void begin(Cluster cluster) throws IOException, InterruptedException;

        void end(Cluster cluster) throws IOException, InterruptedException;
    }

    private SilentStall(String id, String what, Stall stall) {
        this.id = id;
        this.what = what;
        this.stall = stall;
    }

    static Row frozenBroker() {
        return new SilentStall("R34-frozen", "The broker is frozen, with all connections open", new Stall() {
            @Override
            public void begin(Cluster cluster) throws IOException, InterruptedException {
                cluster.broker().freeze();
            }

            @Override
            public void end(Cluster cluster) throws IOException, InterruptedException {
                cluster.broker().thaw();
            }
        });
    }

    /** The tenant task waits for it within a send, for minutes, as soon as it has something to write there. */
    static Row missingTopic() {
        return new SilentStall(
                "R34-topic", "The topic of quarantine is gone when something is to be put there", new Stall() {
                    @Override
                    public void begin(Cluster cluster) throws IOException, InterruptedException {
                        Map<String, Object> kafka =
                                Map.of("bootstrap.servers", cluster.broker().address());
                        try (var admin = Admin.create(kafka);
                                var producer = new KafkaProducer<>(
                                        kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
                            admin.deleteTopics(List.of("spillway.quarantine"))
                                    .all()
                                    .get();
                            for (int partition = 0;
                                    partition < producer.partitionsFor(EVENTS).size();
                                    partition++) {
                                producer.send(new ProducerRecord<>(EVENTS, partition, null, new byte[0]))
                                        .get();
                            }
                        } catch (ExecutionException e) {
                            throw new IOException(e);
                        }
                    }

                    /** Whoever watches the health starts the node again, which makes the topic. */
                    @Override
                    public void end(Cluster cluster) throws InterruptedException {
                        cluster.nodes().getFirst().kill();
                    }
                });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String property() {
        return what;
    }

    @Override
    public String target() {
        return "/healthz red ≤ 60 s; lost 0; well again ≤ 60 s after it was mended";
    }

    @Override
    public Outcome run(Stage stage) throws IOException, InterruptedException {
        var workload = new Workload(id.replace('-', '.'), 8, 1, 1024);
        var cluster = stage.cluster(Plan.single());
        cluster.prepare(workload);
        var traffic = stage.traffic(
                cluster, workload, Order.rest(RATE, Duration.ofSeconds(20)).over(4 * RATE));
        Thread.sleep(5_000);
        stall.begin(cluster);
        var node = cluster.nodes().getFirst();
        var noticed = Health.await(node, false, Duration.ofMinutes(3));
        stall.end(cluster);
        var well = Health.await(node, true, Duration.ofMinutes(3));
        cluster.awaitReady();
        var found = cluster.check(traffic.awaitSent(), Duration.ofMinutes(3));
        return stage.measuring()
                .law(found)
                .require(found.settled(), "%s", found.verdict())
                .atMost("red after", noticed, NOTICED_WITHIN)
                .atMost("well after", well, Duration.ofSeconds(60))
                .outcome();
    }
}
