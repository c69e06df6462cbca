package io.spillway.domain;

/** Where a record lies: topic name, partition and offset. */
public record RecordAt(String topic, int partition, long offset) {

    /** Reads what {@link #toString()} wrote; throws {@link IllegalArgumentException} for anything else. */
    public static RecordAt parse(String text) {
        var at = text.lastIndexOf('@');
        var dash = text.lastIndexOf('-', at);
        if (dash < 1) {
            throw new IllegalArgumentException("coordinates are <topic>-<partition>@<offset>");
        }
        return new RecordAt(
                text.substring(0, dash),
                Integer.parseInt(text, dash + 1, at, 10),
                Long.parseLong(text, at + 1, text.length(), 10));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
