package io.spillway.wire;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The values of a topic in the registry's wire form: 0x00, content id (4 bytes), Avro. May be shared by threads. What
 * cannot be read is a {@link SerializationException}; a schema that is not known, an {@link UnknownSchemaException}.
 */
final class RegistrySerde<T> implements Serde<T> {

    private static final int PREFIX = 5;

    private final AvroKafkaSerializer<T> serializer;
    private final AvroKafkaDeserializer<T> deserializer;

    RegistrySerde(KnownSchemas known, Codec<T, ?> codec) {
        Map<String, Object> settings =
                Map.of(AvroSerdeConfig.AVRO_DATUM_PROVIDER, CodecDatums.class, CodecDatums.CODEC, codec);
        serializer = new AvroKafkaSerializer<>(new KnownSchemaResolver<T>(known, codec.schema()));
        serializer.configure(settings, false);
        deserializer = new AvroKafkaDeserializer<>(new KnownSchemaResolver<T>(known, codec.schema()));
        deserializer.configure(settings, false);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer::serialize;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this::read;
    }

    /** Record headers are not looked at: one of them would switch the registry's deserializer to another encoding for good. */
    private @Nullable T read(String topic, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        if (value.length < PREFIX || value[0] != 0) {
            throw new SerializationException("a value on " + topic + " is not in the registry's wire form");
        }
        try {
            return deserializer.deserialize(topic, value);
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new SerializationException("a value on " + topic + " does not fit its schema", e);
        }
    }
}
