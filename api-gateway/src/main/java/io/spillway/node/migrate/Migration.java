package io.spillway.node.migrate;

import io.spillway.domain.Patience;
import io.spillway.gateway.request.KafkaOutbox;
import io.spillway.gateway.setting.KafkaSettings;
import io.spillway.topic.TopicSetup;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brings the data of a deployment up to this release: topics, their settings, schemas, and the version that says so. All of
 * it can be done again, and while nodes run.
 */
public final class Migration {

    /** Longer than Kafka takes to know that a process has died, and to begin with a group on a machine that is slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, Object> client;
    private final Supplier<Wire> registered;
    private final Function<Wire, Topics> catalogue;

    /**
     * Does nothing yet.
     *
     * @param client how to reach the brokers
     * @param registered registers our schemas, and reads and writes with them
     * @param catalogue the topics that there must be
     */
    public Migration(Map<String, Object> client, Supplier<Wire> registered, Function<Wire, Topics> catalogue) {
        this.client = client;
        this.registered = registered;
        this.catalogue = catalogue;
    }

    /** What {@link #apply} would do, one sentence each; changes nothing, and asks Kafka only. */
    public List<String> plan() {
        var topics = catalogue.apply(Wire.inMemory());
        try (var admin = Admin.create(client)) {
            var steps = new ArrayList<>(TopicSetup.plan(admin, topics));
            version(admin, topics).ifPresent(steps::add);
            return steps;
        }
    }

    /**
     * Does it, alone.
     *
     * @throws IllegalStateException where somebody else does, where the data are newer than this release, and where a topic
     *     has another number of partitions than the others
     */
    public void apply() {
        var names = catalogue.apply(Wire.inMemory());
        try (var admin = Admin.create(client)) {
            TopicSetup.create(admin, names, names.settings());
            try (var _ = Lock.take(client, names, PATIENCE)) {
                with(names, settings -> {
                    new DataVersion(settings).claim();
                    return TopicSetup.mend(admin, catalogue.apply(registered.get()));
                });
            }
        }
    }

    /** What is not as it must be, or cannot be read, one sentence each. */
    public List<String> verify() {
        var wire = registered.get();
        try (var admin = Admin.create(client)) {
            var wanted = catalogue.apply(wire);
            var problems = new ArrayList<>(TopicSetup.plan(admin, wanted));
            version(admin, wanted).ifPresent(problems::add);
            if (problems.isEmpty()) {
                problems.addAll(new Samples(TopicSetup.ensure(admin, wanted)).unreadable(client));
            }
            return problems;
        }
    }

    private Optional<String> version(Admin admin, Topics topics) {
        var isNew = TopicSetup.plan(admin, topics).contains(topics.settings().name() + " is missing");
        var found = isNew ? Optional.<Integer>empty() : with(topics, settings -> new DataVersion(settings).stamped());
        return found.filter(version -> version == Wire.version()).isPresent()
                ? Optional.empty()
                : Optional.of("the data are of version "
                        + found.map(String::valueOf).orElse("unknown") + ", not " + Wire.version());
    }

    private <R> R with(Topics topics, Function<KafkaSettings, R> work) {
        try (var producer = KafkaOutbox.producer(client, topics, Patience.USUAL);
                var settings = KafkaSettings.start(client, topics.settings(), producer, Patience.USUAL)) {
            return work.apply(settings);
        }
    }
}
