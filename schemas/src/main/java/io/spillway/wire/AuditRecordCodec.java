package io.spillway.wire;

import io.spillway.domain.AuditRecord;
import io.spillway.domain.TenantId;
import java.util.Optional;
import org.apache.avro.Schema;

/** Values of {@code audit}. */
final class AuditRecordCodec implements Codec<AuditRecord, io.spillway.wire.avro.AuditRecord> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.AuditRecord.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.AuditRecord toAvro(AuditRecord record) {
        var who = record.who();
        var what = record.what();
        return new io.spillway.wire.avro.AuditRecord(
                who.caller(),
                who.tenant().map(TenantId::value).orElse(null),
                what.method(),
                what.path(),
                what.status(),
                who.address(),
                who.forwardedFor().orElse(null),
                record.requestId(),
                record.node());
    }

    @Override
    public AuditRecord toDomain(io.spillway.wire.avro.AuditRecord record) {
        return new AuditRecord(
                new AuditRecord.Who(
                        record.getCaller(),
                        Optional.ofNullable(record.getTenantId()).map(TenantId::new),
                        record.getAddress(),
                        Optional.ofNullable(record.getForwardedFor())),
                new AuditRecord.What(record.getMethod(), record.getPath(), record.getStatus()),
                record.getRequestId(),
                record.getNode());
    }
}
