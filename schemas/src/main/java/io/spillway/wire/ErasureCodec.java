package io.spillway.wire;

import io.spillway.domain.Erasure;
import io.spillway.domain.Erasure.Everything;
import io.spillway.domain.Erasure.OneEvent;
import io.spillway.domain.Erasure.Past;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.avro.ErasureScope;
import java.util.Optional;
import org.apache.avro.Schema;

/** Values of {@code erasures}. */
final class ErasureCodec implements Codec<Erasure, io.spillway.wire.avro.Erasure> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Erasure.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Erasure toAvro(Erasure erasure) {
        var tenant = erasure.tenant().value();
        return switch (erasure.scope()) {
            case OneEvent(var event) ->
                new io.spillway.wire.avro.Erasure(tenant, ErasureScope.EVENT, event.value(), erasure.until());
            case Past _ -> new io.spillway.wire.avro.Erasure(tenant, ErasureScope.PAST, null, erasure.until());
            case Everything _ ->
                new io.spillway.wire.avro.Erasure(tenant, ErasureScope.EVERYTHING, null, erasure.until());
        };
    }

    @Override
    public Erasure toDomain(io.spillway.wire.avro.Erasure erasure) {
        return new Erasure(new TenantId(erasure.getTenantId()), scope(erasure), erasure.getUntil());
    }

    private static Erasure.Scope scope(io.spillway.wire.avro.Erasure erasure) {
        return switch (erasure.getScope()) {
            case EVENT ->
                new OneEvent(Optional.ofNullable(erasure.getEventId())
                        .map(EventId::new)
                        .orElseThrow(() -> new IllegalArgumentException("an erasure names no event")));
            case PAST -> new Past();
            case EVERYTHING -> new Everything();
            case UNKNOWN -> throw new IllegalArgumentException("an erasure of a later release");
        };
    }
}
