package io.spillway.domain;

/** Where a record lies: topic name, partition and offset. */
public record RecordAt(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
