package io.spillway.topic;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/** What of an existing topic is not as it must be, one sentence each; what an operator may choose is not compared. */
final class TopicDifferences {

    private TopicDifferences() {}

    static List<String> of(Topic<?, ?> topic, int partitions, int actualPartitions, Config actual) {
        var differences = new ArrayList<String>();
        if (actualPartitions != partitions) {
            differences.add(topic.name() + " has " + actualPartitions + " partitions, not " + partitions);
        }
        for (var setting : List.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)) {
            var wanted = topic.layout().settings(1).get(setting);
            var found = value(actual, setting);
            if (!found.equals(wanted)) {
                differences.add(topic.name() + " has " + setting + "=" + found + ", not " + wanted);
            }
        }
        requireAtLeast(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, actual, differences);
        requireAtLeast(topic, TopicConfig.DELETE_RETENTION_MS_CONFIG, actual, differences);
        return differences;
    }

    private static void requireAtLeast(Topic<?, ?> topic, String setting, Config actual, List<String> differences) {
        var wanted = topic.layout().settings(1).get(setting);
        if (wanted != null && Long.parseLong(value(actual, setting)) < Long.parseLong(wanted)) {
            differences.add(topic.name() + " has " + setting + "=" + value(actual, setting) + ", less than " + wanted);
        }
    }

    private static String value(Config config, String setting) {
        var entry = config.get(setting);
        return entry == null ? "" : entry.value();
    }
}
