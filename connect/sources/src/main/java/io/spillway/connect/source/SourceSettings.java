package io.spillway.connect.source;

import io.spillway.domain.Event;
import io.spillway.domain.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** The settings that all sources share. */
public record SourceSettings(Map<String, String> settings) {

    static final String VERSION = "1";

    private static final String TOPIC = "events.topic";
    private static final String TENANT = "data.tenant";
    private static final String EVENT_TOPIC = "data.topic";
    private static final String MAX_BYTES = "max.message.bytes";
    private static final int MIB = 1024 * 1024;

    /** The definition of these, to be added to. */
    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        TOPIC,
                        ConfigDef.Type.STRING,
                        "spillway.events",
                        Importance.HIGH,
                        "The topic that takes events.")
                .define(
                        TENANT,
                        ConfigDef.Type.STRING,
                        "",
                        valid(text -> new TenantId(text)),
                        Importance.MEDIUM,
                        "Whose events they are. Set, a message is an event's data; else it is the body of a publish.")
                .define(
                        EVENT_TOPIC,
                        ConfigDef.Type.STRING,
                        "",
                        valid(Event::requireTopic),
                        Importance.MEDIUM,
                        "The topic of these events, where a message is an event's data.")
                .define(
                        MAX_BYTES,
                        ConfigDef.Type.INT,
                        MIB,
                        ConfigDef.Range.between(1024, 16 * MIB),
                        Importance.LOW,
                        "The most bytes of a message; MAX_EVENT_BYTES of the nodes, at most. A larger one stays in its queue.");
    }

    /** What else must be set so that nothing is changed or lost on its way; empty where all is well. */
    static Map<String, String> problems(Map<String, String> settings) {
        var bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
        var problems = new TreeMap<String, String>();
        for (var converter : new String[] {"key.converter", "value.converter"}) {
            if (!bytes.equals(settings.get(converter))) {
                problems.put(converter, converter + " must be " + bytes + ", since messages are passed on as they are");
            }
        }
        if ("all".equals(settings.get("errors.tolerance"))) {
            problems.put(
                    "errors.tolerance",
                    "errors.tolerance must be none: with all, a message that could not be stored would be removed from its queue");
        }
        return problems;
    }

    String topic() {
        return settings.getOrDefault(TOPIC, "spillway.events");
    }

    int maxBytes() {
        return Integer.parseInt(settings.getOrDefault(MAX_BYTES, Integer.toString(MIB)));
    }

    Envelope envelope() {
        return text(TENANT)
                .<Envelope>map(tenant -> new Envelope.DataOnly(new TenantId(tenant), text(EVENT_TOPIC)))
                .orElseGet(Envelope.Publish::new);
    }

    /** A setting that is there and not empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isEmpty());
    }

    private static ConfigDef.Validator valid(Consumer<String> check) {
        return (name, value) -> {
            try {
                if (!String.valueOf(value).isEmpty()) {
                    check.accept(String.valueOf(value));
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigException(name, value, e.getMessage());
            }
        };
    }
}
