package io.spillway.wire;

import io.spillway.wire.avro.Event;
import org.apache.avro.Schema;

/** Events as producers wrote them: anything that may be absent may be absent. */
final class ProducedEvent implements Codec<Event, Event> {

    @Override
    public Schema schema() {
        return Event.getClassSchema();
    }

    @Override
    public Event toAvro(Event event) {
        return event;
    }

    @Override
    public Event toDomain(Event event) {
        return event;
    }
}
