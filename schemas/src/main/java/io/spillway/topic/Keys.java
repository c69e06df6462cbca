package io.spillway.topic;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The serdes of keys: a tenant is UTF-8, a tenant's destination is tenant + 0x00 + destination. */
public final class Keys {

    private static final char SEPARATOR = 0;

    private Keys() {}

    public static Serde<TenantId> tenant() {
        return text(TenantId::value, TenantId::new);
    }

    public static Serde<DestinationKey> destination() {
        return text(key -> key.tenant().value() + SEPARATOR + key.destination().value(), Keys::destination);
    }

    private static DestinationKey destination(String text) {
        var separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("the key names no destination");
        }
        return new DestinationKey(
                new TenantId(text.substring(0, separator)), new DestinationId(text.substring(separator + 1)));
    }

    private static <T> Serde<T> text(Function<T, String> write, Function<String, T> read) {
        return Serdes.serdeFrom(
                (topic, key) -> key == null ? null : write.apply(key).getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> bytes == null ? null : parse(topic, bytes, read));
    }

    private static <T> T parse(String topic, byte[] bytes, Function<String, T> read) {
        try {
            return read.apply(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new SerializationException("a key on " + topic + " cannot be read: " + e.getMessage(), e);
        }
    }
}
