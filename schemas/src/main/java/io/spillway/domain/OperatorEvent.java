package io.spillway.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What Spillway tells whoever runs it.
 *
 * @param id the same each time that the same thing is told
 * @param topic the word of an {@link OperatorTopic}
 * @param data a JSON object; a destination in it is without its configuration, an event without its data
 */
public record OperatorEvent(
        String id, String topic, Instant time, TenantId tenant, String data, Optional<Subject> subject) {

    /** For where they are too large to be told. */
    public OperatorEvent withoutSubject() {
        return new OperatorEvent(id, topic, time, tenant, data, Optional.empty());
    }

    /**
     * Where the rest is, for whoever may look into it.
     *
     * @param event the record that holds the event's data
     */
    public record Subject(DestinationId destination, Sealed settings, Optional<RecordAt> event) {}
}
