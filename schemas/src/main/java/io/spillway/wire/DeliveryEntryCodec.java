package io.spillway.wire;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryState;
import io.spillway.wire.avro.Tried;
import java.util.Optional;
import org.apache.avro.Schema;

/** Rows of the delivery index. */
final class DeliveryEntryCodec implements Codec<DeliveryEntry, io.spillway.wire.avro.DeliveryEntry> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.DeliveryEntry.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.DeliveryEntry toAvro(DeliveryEntry entry) {
        return new io.spillway.wire.avro.DeliveryEntry(
                DeliveryCodec.ref(entry.ref()),
                io.spillway.wire.avro.DeliveryState.valueOf(entry.state().name()),
                entry.reason().orElse(null),
                entry.attempts().stream().map(DeliveryEntryCodec::tried).toList(),
                entry.nextAttemptAt().orElse(null),
                entry.createdAt(),
                entry.updatedAt(),
                entry.diedAt().orElse(null));
    }

    @Override
    public DeliveryEntry toDomain(io.spillway.wire.avro.DeliveryEntry entry) {
        return new DeliveryEntry(
                DeliveryCodec.ref(entry.getRef()),
                DeliveryState.valueOf(entry.getState().name()),
                Optional.ofNullable(entry.getReason()),
                entry.getAttempts().stream().map(DeliveryEntryCodec::tried).toList(),
                Optional.ofNullable(entry.getNextAttemptAt()),
                entry.getCreatedAt(),
                entry.getUpdatedAt(),
                Optional.ofNullable(entry.getDiedAt()));
    }

    private static Tried tried(DeliveryEntry.Tried tried) {
        return new Tried(
                tried.number(),
                tried.manual(),
                tried.time(),
                Attempts.micros(tried.duration()),
                tried.code().orElse(null),
                tried.error().orElse(null),
                KnownEvents.at(tried.at()),
                Attempts.timings(tried.timings()),
                tried.request().orElse(null));
    }

    private static DeliveryEntry.Tried tried(Tried tried) {
        return new DeliveryEntry.Tried(
                tried.getNumber(),
                tried.getManual(),
                tried.getTime(),
                Attempts.duration(tried.getDurationMicros()),
                Optional.ofNullable(tried.getCode()),
                Optional.ofNullable(tried.getError()),
                KnownEvents.at(tried.getAt()),
                Attempts.timings(tried.getTimings()),
                Optional.ofNullable(tried.getRequestId()));
    }
}
