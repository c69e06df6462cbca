package io.spillway.wire;

import io.spillway.domain.Tenant;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;

/** Tenants. */
final class TenantCodec implements Codec<Tenant, io.spillway.wire.avro.Tenant> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Tenant.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Tenant toAvro(Tenant tenant) {
        return new io.spillway.wire.avro.Tenant(
                tenant.id().value(),
                tenant.metadata(),
                tenant.createdAt(),
                tenant.updatedAt(),
                tenant.retention().map(kept -> (int) kept.toDays()).orElse(null));
    }

    @Override
    public Tenant toDomain(io.spillway.wire.avro.Tenant tenant) {
        return new Tenant(
                new TenantId(tenant.getId()),
                tenant.getMetadata(),
                Optional.ofNullable(tenant.getRetentionDays()).map(Duration::ofDays),
                tenant.getCreatedAt(),
                tenant.getUpdatedAt());
    }
}
