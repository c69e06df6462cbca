package io.spillway.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Brings the topics of the catalogue into being at start, and makes sure that those that exist are as they must be. */
public final class TopicSetup {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;

    private TopicSetup(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates the topics that are missing, verifies the others, and returns when every partition answers.
     *
     * @return the catalogue with the partition count of the topics that existed before, which counts more than the wanted one
     * @throws IllegalStateException naming every difference, when an existing topic is not as it must be
     */
    public static Topics ensure(Admin admin, Topics wanted) {
        return new TopicSetup(admin).ensure(wanted);
    }

    private Topics ensure(Topics wanted) {
        try {
            var existing = describe(wanted);
            var topics = adopt(wanted, existing);
            verify(topics, existing);
            create(topics, existing.keySet());
            awaitReady(topics);
            return topics;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up the topics", e);
        }
    }

    private Map<String, TopicDescription> describe(Topics topics) throws InterruptedException {
        var names = topics.all().stream().map(Topic::name).collect(Collectors.toSet());
        var existing = answer(() -> admin.listTopics().names().get());
        existing.retainAll(names);
        return answer(() -> admin.describeTopics(existing).allTopicNames().get());
    }

    /** Kafka must not be given more partitions later: keys would move. So what exists decides. */
    private static Topics adopt(Topics wanted, Map<String, TopicDescription> existing) {
        var counts = wanted.all().stream()
                .filter(topic -> topic.layout().partitioning() != Layout.Partitioning.SINGLE)
                .map(topic -> existing.get(topic.name()))
                .filter(Objects::nonNull)
                .map(found -> found.partitions().size())
                .collect(Collectors.toSet());
        return counts.size() == 1 ? wanted.withPartitions(counts.iterator().next()) : wanted;
    }

    private void verify(Topics topics, Map<String, TopicDescription> existing) throws InterruptedException {
        var configs = configs(existing.keySet());
        var differences = new ArrayList<String>();
        for (var topic : topics.all()) {
            var found = existing.get(topic.name());
            var config = configs.get(topic.name());
            if (found != null && config != null) {
                differences.addAll(TopicDifferences.of(
                        topic, topics.partitions(topic), found.partitions().size(), config));
            }
        }
        if (!differences.isEmpty()) {
            throw new IllegalStateException(
                    "Topics are not as Spillway needs them:\n  " + String.join("\n  ", differences));
        }
    }

    private Map<String, Config> configs(Set<String> names) throws InterruptedException {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return answer(() -> admin.describeConfigs(resources).all().get()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    private void create(Topics topics, Set<String> existing) throws InterruptedException {
        var missing = topics.all().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topics, topic))
                .toList();
        for (var result : admin.createTopics(missing).values().values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                // Another node starts at the same time and was first.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException(e.getCause());
                }
            }
        }
    }

    private static NewTopic newTopic(Topics topics, Topic<?, ?> topic) {
        var replication = topics.sizes().replication();
        return new NewTopic(topic.name(), topics.partitions(topic), (short) replication)
                .configs(topic.layout().settings(replication));
    }

    /**
     * A topic that was just made may refuse an idempotent producer's first batch and take the second, which wedges that
     * producer (KAFKA-15591); not so once its leaders answer. The brokers are asked for their topics first, because the
     * client logs an error for each partition of one that they have not heard of.
     */
    private void awaitReady(Topics topics) throws InterruptedException {
        var partitions = topics.all().stream()
                .flatMap(topic -> IntStream.range(0, topics.partitions(topic))
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        var names = topics.all().stream().map(Topic::name).toList();
        answer(() -> admin.describeTopics(names).allTopicNames().get());
        answer(() -> admin.listOffsets(partitions).all().get());
    }

    private interface Question<R> {
        R ask() throws ExecutionException, InterruptedException;
    }

    /** Asks again while the brokers are not ready. */
    private static <R> R answer(Question<R> question) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (ExecutionException e) {
                var passes = e.getCause() instanceof RetriableException
                        || e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!passes || System.nanoTime() > end) {
                    throw new KafkaException(e.getCause());
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
