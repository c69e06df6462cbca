package io.spillway.topic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/** What of an existing topic is not as it must be, one sentence each; what an operator may choose is not compared. */
final class TopicDifferences {

    private static final List<String> EXACT =
            List.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    private static final List<String> AT_LEAST =
            List.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicConfig.DELETE_RETENTION_MS_CONFIG);

    private TopicDifferences() {}

    static List<String> of(Topic<?, ?> topic, int partitions, int actualPartitions, Config actual) {
        var differences = new ArrayList<String>();
        if (actualPartitions != partitions) {
            differences.add(topic.name() + " has " + actualPartitions + " partitions, not " + partitions);
        }
        settings(topic, actual)
                .forEach((setting, wanted) -> differences.add(topic.name() + " has " + setting + "="
                        + value(actual, setting) + ", " + (EXACT.contains(setting) ? "not " : "less than ") + wanted));
        return differences;
    }

    /** The settings that must change, and to what. */
    static Map<String, String> settings(Topic<?, ?> topic, Config actual) {
        var wanted = topic.layout().settings(1);
        var changes = new LinkedHashMap<String, String>();
        for (var setting : EXACT) {
            if (!value(actual, setting).equals(wanted.get(setting))) {
                changes.put(setting, String.valueOf(wanted.get(setting)));
            }
        }
        for (var setting : AT_LEAST) {
            var least = wanted.get(setting);
            if (least != null && Long.parseLong(value(actual, setting)) < Long.parseLong(least)) {
                changes.put(setting, least);
            }
        }
        return changes;
    }

    private static String value(Config config, String setting) {
        var entry = config.get(setting);
        return entry == null ? "" : entry.value();
    }
}
