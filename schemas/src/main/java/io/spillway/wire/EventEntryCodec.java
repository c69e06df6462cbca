package io.spillway.wire;

import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.JobId;
import io.spillway.wire.avro.ReplayedTo;
import io.spillway.wire.avro.Skip;
import org.apache.avro.Schema;

/** Rows of the event index. */
final class EventEntryCodec implements Codec<EventEntry, io.spillway.wire.avro.EventEntry> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.EventEntry.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.EventEntry toAvro(EventEntry entry) {
        return new io.spillway.wire.avro.EventEntry(
                KnownEvents.toAvro(entry.event()),
                entry.receivedAt(),
                entry.matched().stream().map(DestinationId::value).toList(),
                entry.skipped().stream().map(EventEntryCodec::skip).toList(),
                entry.skippedCount(),
                entry.replayed().stream().map(EventEntryCodec::replayed).toList());
    }

    @Override
    public EventEntry toDomain(io.spillway.wire.avro.EventEntry entry) {
        return new EventEntry(
                KnownEvents.toDomain(entry.getEvent()),
                entry.getReceivedAt(),
                entry.getMatched().stream().map(DestinationId::new).toList(),
                entry.getSkipped().stream().map(EventEntryCodec::skip).toList(),
                entry.getSkippedCount(),
                entry.getReplayed().stream().map(EventEntryCodec::replayed).toList());
    }

    private static ReplayedTo replayed(EventEntry.ReplayedTo one) {
        return new ReplayedTo(one.replay().value(), one.destination().value());
    }

    private static EventEntry.ReplayedTo replayed(ReplayedTo one) {
        return new EventEntry.ReplayedTo(new JobId(one.getReplayId()), new DestinationId(one.getDestinationId()));
    }

    private static Skip skip(EventEntry.Skip skip) {
        return new Skip(skip.destination().value(), skip.reason());
    }

    private static EventEntry.Skip skip(Skip skip) {
        return new EventEntry.Skip(new DestinationId(skip.getDestinationId()), skip.getReason());
    }
}
