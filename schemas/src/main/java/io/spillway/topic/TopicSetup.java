package io.spillway.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
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

    /** What {@link #mend} would do, one sentence each. */
    public static List<String> plan(Admin admin, Topics wanted) {
        return new TopicSetup(admin).plan(wanted);
    }

    /** Creates one topic, where it is missing. */
    public static void create(Admin admin, Topics topics, Topic<?, ?> only) {
        new TopicSetup(admin).create(topics, only);
    }

    /**
     * Gives existing topics the settings that they must have, then does what {@link #ensure} does.
     *
     * @throws IllegalStateException naming what cannot be mended: a number of partitions
     */
    public static Topics mend(Admin admin, Topics wanted) {
        return new TopicSetup(admin).mend(wanted);
    }

    private List<String> plan(Topics wanted) {
        try {
            var existing = describe(wanted);
            var topics = adopt(wanted, existing);
            var missing = topics.all().stream()
                    .filter(topic -> !existing.containsKey(topic.name()))
                    .map(topic -> topic.name() + " is missing");
            return Stream.concat(missing, differences(topics, existing).stream())
                    .toList();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void create(Topics topics, Topic<?, ?> only) {
        try {
            var others = topics.all().stream()
                    .map(Topic::name)
                    .filter(name -> !name.equals(only.name()))
                    .collect(Collectors.toSet());
            others.addAll(describe(topics).keySet());
            create(topics, others);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Topics mend(Topics wanted) {
        try {
            var configs = configs(describe(wanted).keySet());
            var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            for (var topic : wanted.all()) {
                var config = configs.get(topic.name());
                if (config != null) {
                    changes.put(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                            TopicDifferences.settings(topic, config).entrySet().stream()
                                    .map(change -> new AlterConfigOp(
                                            new ConfigEntry(change.getKey(), change.getValue()),
                                            AlterConfigOp.OpType.SET))
                                    .toList());
                }
            }
            changes.values().removeIf(Collection::isEmpty);
            answer(() -> admin.incrementalAlterConfigs(changes).all().get());
            return ensure(wanted);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while setting up the topics", e);
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
            throw interrupted(e);
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
        var differences = differences(topics, existing);
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Topics are not as Spillway needs them:\n  "
                    + String.join("\n  ", differences) + "\nSettings are mended by: spillway migrate apply");
        }
    }

    private List<String> differences(Topics topics, Map<String, TopicDescription> existing)
            throws InterruptedException {
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
        return differences;
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
