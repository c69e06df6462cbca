package io.spillway.wire;

import io.spillway.domain.Header;
import io.spillway.domain.TenantId;
import io.spillway.domain.Waiting;
import io.spillway.wire.avro.RawEvent;
import io.spillway.wire.avro.Scheduled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.Schema;

/** Values of the retry tiers and of {@code due}. */
final class WaitingCodec implements Codec<Waiting, io.spillway.wire.avro.Waiting> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Waiting.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Waiting toAvro(Waiting waiting) {
        return new io.spillway.wire.avro.Waiting(
                switch (waiting) {
                    case Waiting.Scheduled(var delivery, var due) ->
                        new Scheduled(DeliveryCodec.INSTANCE.toAvro(delivery), notEarlier(due));
                    case Waiting.RawEvent raw ->
                        new RawEvent(
                                raw.tenant().value(),
                                ByteBuffer.wrap(raw.value()),
                                raw.headers().stream().map(WaitingCodec::header).toList(),
                                KnownEvents.at(raw.origin()),
                                raw.rides(),
                                notEarlier(raw.due()));
                });
    }

    @Override
    public Waiting toDomain(io.spillway.wire.avro.Waiting waiting) {
        return switch (waiting.getBody()) {
            case Scheduled scheduled ->
                new Waiting.Scheduled(DeliveryCodec.INSTANCE.toDomain(scheduled.getDelivery()), scheduled.getDue());
            case RawEvent raw ->
                new Waiting.RawEvent(
                        new TenantId(raw.getTenantId()),
                        Bytes.of(raw.getValue()),
                        raw.getHeaders().stream().map(WaitingCodec::header).toList(),
                        KnownEvents.at(raw.getOrigin()),
                        raw.getRides(),
                        raw.getDue());
            default -> throw new IllegalArgumentException("nothing of that kind waits");
        };
    }

    /** The next whole millisecond: cutting the rest off would make the record due too early. */
    private static Instant notEarlier(Instant due) {
        var cut = due.truncatedTo(ChronoUnit.MILLIS);
        return cut.equals(due) ? due : cut.plusMillis(1);
    }

    private static io.spillway.wire.avro.Header header(Header header) {
        return new io.spillway.wire.avro.Header(header.key(), ByteBuffer.wrap(header.value()));
    }

    private static Header header(io.spillway.wire.avro.Header header) {
        return new Header(header.getKey(), Bytes.of(header.getValue()));
    }
}
