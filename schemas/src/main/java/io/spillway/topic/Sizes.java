package io.spillway.topic;

/**
 * How large the deployment is.
 *
 * @param partitions of every topic that is keyed by tenant or destination; fixed once the topics exist
 * @param replication copies of each partition
 * @param maxEventBytes of an event's data and metadata together
 */
public record Sizes(int partitions, int replication, int maxEventBytes) {

    private static final int MIB = 1024 * 1024;

    public Sizes {
        if (partitions < 1 || replication < 1 || maxEventBytes < 1) {
            throw new IllegalArgumentException("partitions, replication and maxEventBytes must be at least 1");
        }
    }

    /** For a cluster. */
    public static Sizes cluster() {
        return new Sizes(12, 3, MIB);
    }

    /** For one broker on one machine. */
    public static Sizes dev() {
        return new Sizes(4, 1, MIB);
    }

    public Sizes withPartitions(int other) {
        return new Sizes(other, replication, maxEventBytes);
    }
}
