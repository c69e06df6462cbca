package io.spillway.wire;

import io.spillway.domain.DestinationStatus;
import org.apache.avro.Schema;

/** Rows of {@code destinations}. */
final class DestinationStatusCodec implements Codec<DestinationStatus, io.spillway.wire.avro.DestinationStatus> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.DestinationStatus.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.DestinationStatus toAvro(DestinationStatus status) {
        return new io.spillway.wire.avro.DestinationStatus(
                status.incarnation(),
                status.version(),
                States.toAvro(status.state()),
                Policies.toAvro(status.pace()),
                Policies.toAvro(status.batching()),
                States.pausedSince(status.state()));
    }

    @Override
    public DestinationStatus toDomain(io.spillway.wire.avro.DestinationStatus status) {
        return new DestinationStatus(
                status.getIncarnation(),
                status.getVersion(),
                States.toDomain(status.getState(), status.getPausedSince()),
                Policies.toDomain(status.getPace()),
                Policies.toDomain(status.getBatching()));
    }
}
