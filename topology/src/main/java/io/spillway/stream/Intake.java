package io.spillway.stream;

import io.spillway.domain.Answer;
import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.Header;
import io.spillway.domain.Quarantined;
import io.spillway.domain.TenantId;
import io.spillway.domain.Tier;
import io.spillway.domain.Waiting;
import io.spillway.payload.OpenedData;
import io.spillway.stream.filter.EventView;
import io.spillway.stream.filter.JsonValue.JsonObject;
import io.spillway.stream.filter.Refusal;
import io.spillway.stream.route.Route;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Partitions;
import io.spillway.wire.EventReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads what producers put on {@code events}. Anything goes to exactly one place: to its route, to the partition of its
 * tenant, to wait for its schema, or into quarantine.
 */
final class Intake {

    /** Whose key a record rides under that names no tenant by its key: any will do, it is read again wherever it lands. */
    private static final TenantId NOBODY = new TenantId("-");

    /** How often a record waits for a key that another node knows already. */
    private static final int RIDES_FOR_A_KEY = 5;

    private final EventReader reader;
    private final TaskParts.Reading reading;
    private final Outbox outbox;
    private final Route route;
    private final int partition;

    Intake(EventReader reader, TaskParts.Reading reading, Outbox outbox, Route route, int partition) {
        this.reader = reader;
        this.reading = reading;
        this.outbox = outbox;
        this.route = route;
        this.partition = partition;
    }

    /** A producer's record, where its producer put it or, re-keyed, where it belongs. */
    record Produced(byte @Nullable [] key, byte @Nullable [] value, Headers headers, Received received, int rides) {}

    void produced(Produced produced) {
        switch (reader.read(
                produced.value(),
                produced.headers(),
                produced.received().at(),
                produced.received().time(),
                tenantIn(produced.key()))) {
            case EventReader.Read(var event) -> event(event, produced);
            case EventReader.UnknownSchema(var id) -> unknownSchema(id, produced);
            case EventReader.Unreadable(var cause, var detail) -> quarantine(produced, cause, detail);
        }
    }

    /** A record that waited for its schema. */
    void again(Waiting.RawEvent raw, Received received) {
        var headers = new RecordHeaders();
        raw.headers().forEach(header -> headers.add(header.key(), header.value()));
        var origin = new Received(raw.origin(), received.time(), Request.in(headers));
        var key = raw.tenant().equals(NOBODY) ? null : raw.tenant().value().getBytes(StandardCharsets.UTF_8);
        produced(new Produced(key, raw.value(), headers, origin, raw.rides()));
    }

    private void event(Event event, Produced produced) {
        if (Partitions.of(event.tenant(), outbox.topics().sizes().partitions()) != partition) {
            rekey(event, produced);
            return;
        }
        if (!(event.data() instanceof Data.Inline(var bytes))) {
            throw new IllegalStateException("an event that was just read has its data at hand");
        }
        switch (reading.payloads().open(bytes)) {
            case OpenedData.Clear(var clear) -> event(event, view(event, clear), produced);
            case OpenedData.Unsealed(var tenant, var clear)
            when tenant.equals(event.tenant()) -> event(event, view(event, clear), produced);
            case OpenedData.Unsealed _, OpenedData.Broken _ ->
                quarantine(produced, "invalid_data", "The data were not encrypted for this tenant.");
            case OpenedData.NoKey _ when route.isKnown(event.tenant()) -> unknownKey(produced);
            case OpenedData.NoKey _ -> route.event(event, view(event, bytes), produced.received());
        }
    }

    /** Filters see the data in clear, what goes on carries them as they came. */
    private static EventView view(Event event, byte[] clear) {
        return new EventView(event.id().value(), event.topic(), event.time(), event.metadata(), clear);
    }

    private void event(Event event, EventView view, Produced produced) {
        switch (view.data()) {
            case JsonObject _ -> route.event(event, view, produced.received());
            case Refusal(var _, var reason) -> quarantine(produced, "invalid_data", reason);
        }
    }

    private void unknownKey(Produced produced) {
        if (produced.rides() < RIDES_FOR_A_KEY) {
            ride(produced);
        } else {
            quarantine(produced, "unknown_key", "The key that the data are encrypted with is not known.");
        }
    }

    private void rekey(Event event, Produced produced) {
        if (produced.headers().lastHeader(HeaderNames.ORIGIN) != null) {
            quarantine(produced, "misrouted", "The record was re-keyed once and still is not where its tenant is.");
            return;
        }
        var headers = new RecordHeaders(produced.headers().toArray());
        headers.add(HeaderNames.ORIGIN, produced.received().at().toString().getBytes(StandardCharsets.UTF_8));
        if (!outbox.rekey(Keys.tenant(event.tenant()).get(), bytes(produced.value()), headers)) {
            quarantine(produced, "too_large", "The record and its headers are too large to be moved to its tenant.");
        }
    }

    private void unknownSchema(long id, Produced produced) {
        if (reading.schemas().nobodyKnows(id)) {
            quarantine(produced, "unknown_schema", "The registry knows no schema with id " + id + ".");
            return;
        }
        ride(produced);
    }

    private void ride(Produced produced) {
        var shortest = outbox.topics().tiers().all().getFirst();
        if (!outbox.send(
                outbox.topics().retries(shortest),
                tenantIn(produced.key()).orElse(NOBODY),
                waiting(produced, shortest))) {
            quarantine(produced, "too_large", "The record is too large to wait for what it is read with.");
        }
    }

    private static Waiting.RawEvent waiting(Produced produced, Tier tier) {
        return new Waiting.RawEvent(
                tenantIn(produced.key()).orElse(NOBODY),
                bytes(produced.value()),
                Arrays.stream(produced.headers().toArray())
                        .filter(header -> header.value() != null)
                        .map(header -> new Header(header.key(), header.value()))
                        .toList(),
                produced.received().at(),
                produced.rides() + 1,
                produced.received().time().plus(tier.delay()));
    }

    private void quarantine(Produced produced, String cause, String detail) {
        outbox.quarantine(new Quarantined(
                Optional.ofNullable(produced.key()).map(Data.Inline::new),
                Optional.ofNullable(produced.value()).map(Data.Inline::new),
                produced.received().at(),
                cause,
                detail));
        outbox.answer(produced.received().request(), new Answer.Refused(cause, detail));
    }

    private static Optional<TenantId> tenantIn(byte @Nullable [] key) {
        try {
            return Optional.ofNullable(key).map(bytes -> new TenantId(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a key that is no tenant's id says nothing; the value may still name one
        }
    }

    private static byte[] bytes(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }
}
