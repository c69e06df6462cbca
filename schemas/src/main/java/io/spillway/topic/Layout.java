package io.spillway.topic;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic is laid out on the brokers.
 *
 * @param partitioning which part of the key chooses the partition
 * @param maxRecordBytes the largest batch that the broker takes, hence the largest record
 */
public record Layout(Partitioning partitioning, Cleanup cleanup, int maxRecordBytes) {

    /** Which part of the key chooses the partition. */
    public enum Partitioning {
        /** The tenant, also where the key goes on after it. */
        TENANT,
        /** The whole key. */
        KEY,
        /** There is one partition. */
        SINGLE
    }

    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);
    private static final int SEGMENTS_A_RETENTION = 4;
    /** After so long at most, a compacted topic holds the newest record of a key only. */
    public static final Duration COMPACTION_LAG = Duration.ofDays(1);

    Layout by(Partitioning other) {
        return new Layout(other, cleanup, maxRecordBytes);
    }

    /** The settings with which the topic is made. */
    Map<String, String> settings(int replication) {
        var settings = new TreeMap<String, String>();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxRecordBytes));
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication > 2 ? "2" : "1");
        switch (cleanup) {
            case Cleanup.Delete(var retention) -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention));
                settings.put(TopicConfig.SEGMENT_MS_CONFIG, millis(segment(retention)));
            }
            case Cleanup.Compact(var tombstones) -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(tombstones));
                settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(COMPACTION_LAG));
            }
        }
        return settings;
    }

    /** How long a topic that is compacted as ours are may hold what a newer record of its key has replaced. */
    public static Duration compactedWithin() {
        return COMPACTION_LAG.multipliedBy(2);
    }

    /** How long it may hold a record that is too old, or that a newer one of its key has replaced. */
    Duration forgetsWithin() {
        return switch (cleanup) {
            case Cleanup.Delete(var retention) -> retention.plus(segment(retention));
            case Cleanup.Compact _ -> compactedWithin();
        };
    }

    /** Only whole segments are deleted, so a topic with little traffic needs short ones to keep its promise. */
    private static Duration segment(Duration retention) {
        var part = retention.dividedBy(SEGMENTS_A_RETENTION);
        return part.compareTo(LONGEST_SEGMENT) < 0 ? part : LONGEST_SEGMENT;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
