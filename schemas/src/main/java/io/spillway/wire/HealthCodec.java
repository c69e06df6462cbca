package io.spillway.wire;

import io.spillway.domain.Health;
import java.util.Optional;
import org.apache.avro.Schema;

/** Health rows. */
final class HealthCodec implements Codec<Health, io.spillway.wire.avro.Health> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Health.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Health toAvro(Health health) {
        return new io.spillway.wire.avro.Health(
                health.consecutiveFailures(),
                health.failingSince().orElse(null),
                health.exhaustedToldAt().orElse(null),
                health.share().attempts(),
                health.share().failures(),
                health.openUntil().orElse(null));
    }

    @Override
    public Health toDomain(io.spillway.wire.avro.Health health) {
        return new Health(
                health.getConsecutiveFailures(),
                Optional.ofNullable(health.getFailingSince()),
                Optional.ofNullable(health.getExhaustedToldAt()),
                new Health.Share(health.getCounted(), health.getCountedFailures()),
                Optional.ofNullable(health.getOpenUntil()));
    }
}
