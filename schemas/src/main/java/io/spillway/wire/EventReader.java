package io.spillway.wire;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of {@code events}, whoever produced it: Avro with a schema id, or plain JSON in the shape of the publish
 * body. It never throws, and the same record always gives the same result. Threads may share it.
 */
public final class EventReader {

    /** What a record turned out to be. */
    public sealed interface Result {}

    public record Read(Event event) implements Result {}

    /** Its schema is not known here; the registry may be asked for it. */
    public record UnknownSchema(long id) implements Result {}

    /**
     * It belongs in quarantine.
     *
     * @param cause one of {@code empty}, {@code unknown_format}, {@code invalid_utf8}, {@code invalid_json},
     *     {@code invalid_avro}, {@code no_tenant}, {@code invalid_event}, {@code too_large}
     * @param detail one sentence for people
     */
    public record Unreadable(String cause, String detail) implements Result {}

    private static final String CONTENT_TYPE = "content-type";
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Deserializer<io.spillway.wire.avro.Event> avro;
    private final int maxEventBytes;

    EventReader(Deserializer<io.spillway.wire.avro.Event> avro, int maxEventBytes) {
        this.avro = avro;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Reads one record.
     *
     * @param origin where the producer's record lies; an event without an id gets one from it
     * @param appendTime when the broker took it; the time of an event without one
     * @param key the tenant that the record's key names, if it does; it counts where the value names none
     */
    public Result read(
            byte @Nullable [] value, Headers headers, RecordAt origin, Instant appendTime, Optional<TenantId> key) {
        if (value == null || value.length == 0) {
            return new Unreadable("empty", "the record has no value");
        }
        var defaults = new Defaults(origin, appendTime, key);
        if (saysJson(headers)) {
            return json(value, defaults);
        }
        if (value[0] == 0) {
            return avro(value, defaults);
        }
        return looksLikeJson(value)
                ? json(value, defaults)
                : new Unreadable("unknown_format", "the value is neither Avro with a schema id nor a JSON object");
    }

    /** The tenant that a record's key names. */
    public static Optional<TenantId> tenant(byte @Nullable [] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TenantId(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Defaults(RecordAt origin, Instant time, Optional<TenantId> tenant) {}

    private static boolean saysJson(Headers headers) {
        var header = headers.lastHeader(CONTENT_TYPE);
        if (header == null || header.value() == null) {
            return false;
        }
        var type = new String(header.value(), StandardCharsets.UTF_8).split(";", 2)[0];
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static boolean looksLikeJson(byte[] value) {
        for (var b : value) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == '{';
            }
        }
        return false;
    }

    private Result json(byte[] value, Defaults defaults) {
        return switch (PublishBody.read(value)) {
            case PublishBody.Broken(var cause, var detail) -> new Unreadable(cause, detail);
            case PublishBody.Fields fields -> event(fields, defaults);
        };
    }

    private Result event(PublishBody.Fields fields, Defaults defaults) {
        if (!fields.malformed().isEmpty()) {
            return new Unreadable(
                    "invalid_event",
                    fields.malformed().stream()
                            .map(PublishBody.Problem::sentence)
                            .collect(Collectors.joining(", ")));
        }
        if (fields.data().isEmpty()) {
            return new Unreadable("invalid_event", "data is required");
        }
        return fields.tenant()
                .or(defaults::tenant)
                .map(tenant -> sized(new Event(
                        tenant,
                        fields.id().orElseGet(() -> EventId.of(defaults.origin())),
                        fields.topic(),
                        fields.time().orElse(defaults.time()),
                        fields.metadata(),
                        fields.eligibleForRetry(),
                        fields.destination(),
                        fields.data().get())))
                .orElseGet(EventReader::noTenant);
    }

    private Result avro(byte[] value, Defaults defaults) {
        try {
            return event(avro.deserialize(defaults.origin().topic(), value), defaults);
        } catch (UnknownSchemaException e) {
            return new UnknownSchema(e.id());
        } catch (SerializationException e) {
            return new Unreadable("invalid_avro", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Unreadable("invalid_event", String.valueOf(e.getMessage()));
        } catch (BrokenJsonException e) {
            return new Unreadable(e.word(), e.detail());
        }
    }

    private Result event(io.spillway.wire.avro.Event event, Defaults defaults) throws BrokenJsonException {
        var tenant = given(event.getTenantId()).map(TenantId::new).or(defaults::tenant);
        if (tenant.isEmpty()) {
            return noTenant();
        }
        var data = Bytes.of(event.getData());
        StrictJson.requireObject(data);
        return sized(new Event(
                tenant.get(),
                given(event.getId()).map(EventId::new).orElseGet(() -> EventId.of(defaults.origin())),
                given(event.getTopic()),
                Optional.ofNullable(event.getTime()).orElse(defaults.time()),
                event.getMetadata(),
                event.getEligibleForRetry(),
                given(event.getDestinationId()).map(DestinationId::new),
                new Data.Inline(data)));
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(some -> !some.isEmpty());
    }

    private static Result noTenant() {
        return new Unreadable("no_tenant", "neither the value nor the key names a tenant");
    }

    private Result sized(Event event) {
        if (event.time().isBefore(EARLIEST) || event.time().isAfter(LATEST)) {
            return new Unreadable("invalid_event", "time must lie between the years 1 and 9999");
        }
        var bytes = event.data() instanceof Data.Inline(var data) ? data.length + bytes(event.metadata()) : 0;
        return bytes > maxEventBytes
                ? new Unreadable("too_large", "data and metadata have " + bytes + " bytes, more than " + maxEventBytes)
                : new Read(event);
    }

    private static int bytes(Map<String, String> metadata) {
        var bytes = 0;
        for (var entry : metadata.entrySet()) {
            bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                    + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
