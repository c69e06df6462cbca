package io.spillway.stream.filter;

import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.JsonValue.JsonText;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as filters see it: <code>{id, topic, time, metadata, data}</code>. The data is parsed when it is first asked for
 * and then kept, so one view serves the door and all filters of a tenant. Meant for one thread.
 */
public final class EventView {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final String id;
    private final Optional<String> topic;
    private final Instant time;
    private final Map<String, String> metadata;
    private final byte[] bytes;
    private @Nullable CheckedData data;
    private @Nullable JsonObject whole;

    /** The bytes of the data are read, neither copied nor written to. */
    public EventView(String id, Optional<String> topic, Instant time, Map<String, String> metadata, byte[] data) {
        this.id = id;
        this.topic = topic;
        this.time = time;
        this.metadata = metadata;
        this.bytes = data;
    }

    /** The data, checked as at the door. */
    public CheckedData data() {
        if (data == null) {
            data = CheckedData.of(bytes);
        }
        return data;
    }

    /** The whole event; data that the door refuses counts as missing. */
    JsonObject whole() {
        if (whole == null) {
            whole = assemble();
        }
        return whole;
    }

    private JsonObject assemble() {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("id", new JsonText(id));
        topic.ifPresent(name -> members.put("topic", new JsonText(name)));
        members.put("time", new JsonText(MILLISECONDS.format(time)));
        var texts = new LinkedHashMap<String, JsonValue>();
        metadata.forEach((key, value) -> texts.put(key, new JsonText(value)));
        members.put("metadata", new JsonObject(texts));
        if (data() instanceof JsonObject object) {
            members.put("data", object);
        }
        return new JsonObject(members);
    }
}
