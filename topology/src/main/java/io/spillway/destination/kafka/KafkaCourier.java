package io.spillway.destination.kafka;

import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.ClientPool;
import io.spillway.destination.Courier;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.Template;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Produces an event as a record: its data are the value, metadata are headers, the key is the template's or the event's id. */
final class KafkaCourier implements Courier {

    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Each has a thread and a connection or more. */
    private static final int MOST = 256;

    private final ClientPool<Cluster, GuardedProducer> producers;
    private final HttpSender tokens;

    private KafkaCourier(ClientPool<Cluster, GuardedProducer> producers, HttpSender tokens) {
        this.producers = producers;
        this.tokens = tokens;
    }

    static KafkaCourier start(Surroundings surroundings, Map<String, Object> more) {
        var tokens = HttpSender.start(surroundings);
        return new KafkaCourier(
                new ClientPool<>(
                        IDLE,
                        MOST,
                        cluster -> {
                            var settings = new HashMap<>(ProducerSettings.of(cluster, tokens));
                            settings.putAll(more);
                            return GuardedProducer.start(settings, surroundings.egress());
                        },
                        GuardedProducer::close),
                tokens);
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        var end = System.nanoTime() + attempting.timeout().toNanos();
        var failures = new KafkaFailures(settings, attempting.timeout());
        try (var lease = lease(Cluster.of(settings, attempting.timeout()), end)) {
            return produced(lease.client(), record(delivery, settings, attempting), failures, end);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            return Answer.failed(Failure.TIMEOUT, "the attempt was given up before it was answered");
        } catch (TimeoutException e) {
            return failures.late(false);
        } catch (ExecutionException e) {
            return failures.of(e.getCause() == null ? e : e.getCause(), false);
        } catch (RuntimeException e) {
            return Answer.failed(Failure.PROVIDER, "the record could not be made");
        }
    }

    @Override
    public void close() {
        producers.close();
        tokens.close();
    }

    private ClientPool.Lease<GuardedProducer> lease(Cluster cluster, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            var lease = producers.lease(cluster, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (!lease.client().isSpent()) {
                return lease;
            }
            lease.discard();
            lease.close();
        }
    }

    private static Outcome produced(
            GuardedProducer client, ProducerRecord<byte[], byte[]> record, KafkaFailures failures, long end)
            throws InterruptedException {
        try {
            var told = client.producer().send(record).get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Answer.delivered(Map.of(
                    "topic", told.topic(),
                    "partition", Integer.toString(told.partition()),
                    "offset", Long.toString(told.offset())));
        } catch (TimeoutException e) {
            return failures.late(client.hasBlocked());
        } catch (ExecutionException e) {
            return failures.of(e.getCause() == null ? e : e.getCause(), client.hasBlocked());
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            return failures.of(e, client.hasBlocked());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Delivery delivery, Settings settings, Attempting attempting) {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new IllegalArgumentException("the event's data are not at hand");
        }
        var metadata = DeliveryMetadata.of(delivery, settings, attempting);
        var template = settings.config().getOrDefault("partition_key_template", "");
        var key = Template.key(template, delivery, metadata, Map.of())
                .orElse(delivery.event().id().value());
        var record = new ProducerRecord<>(
                settings.config().getOrDefault("topic", ""), key.getBytes(StandardCharsets.UTF_8), body);
        record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        metadata.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
