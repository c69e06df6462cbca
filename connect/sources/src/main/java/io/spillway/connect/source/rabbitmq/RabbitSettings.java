package io.spillway.connect.source.rabbitmq;

import io.spillway.connect.source.SourceSettings;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How the queue is reached. */
record RabbitSettings(Map<String, String> settings) {

    private static final String URI = "rabbitmq.uri";
    private static final String QUEUE = "rabbitmq.queue";
    private static final String PREFETCH = "rabbitmq.prefetch";
    private static final String USUAL_PREFETCH = "500";

    static ConfigDef definition() {
        return SourceSettings.definition()
                .define(
                        URI,
                        ConfigDef.Type.PASSWORD,
                        Importance.HIGH,
                        "As amqps://user:password@host:5671/vhost; amqp:// is without TLS.")
                .define(QUEUE, ConfigDef.Type.STRING, Importance.HIGH, "The queue, which must be there.")
                .define(
                        PREFETCH,
                        ConfigDef.Type.INT,
                        USUAL_PREFETCH,
                        ConfigDef.Range.between(1, 65_535),
                        Importance.LOW,
                        "How many messages are under way at once, for each task.");
    }

    String uri() {
        return settings.getOrDefault(URI, "");
    }

    String queue() {
        return settings.getOrDefault(QUEUE, "");
    }

    int prefetch() {
        return Integer.parseInt(settings.getOrDefault(PREFETCH, USUAL_PREFETCH));
    }

    /** Without the address, which holds a password. */
    @Override
    public String toString() {
        return "RabbitSettings[" + queue() + "]";
    }
}
