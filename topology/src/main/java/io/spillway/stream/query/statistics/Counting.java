package io.spillway.stream.query.statistics;

import io.spillway.domain.DeliveryEntry.Tried;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventEntry;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/** Counts what fits a question. The caller brings what lies within its span. */
public final class Counting {

    private final Question question;
    private final Tally tally = new Tally();

    public Counting(Question question) {
        this.question = question;
    }

    /** Whether a question about events can only be answered with their rows; without, their times are enough. */
    public boolean needsRows() {
        return question.uses(Dimension.TOPIC) || question.uses(Dimension.DESTINATION_ID);
    }

    /** An event of which no more needs to be known. */
    public void event(TenantId tenant, Instant time) {
        count(time, dimension -> ofEvent(dimension, tenant, "", ""), Sums.EVENT);
    }

    /** An event, once for each of its destinations where those are told apart. */
    public void event(EventEntry entry) {
        var event = entry.event();
        var destinations = question.uses(Dimension.DESTINATION_ID)
                ? entry.matched().stream()
                        .map(DestinationId::value)
                        .filter(id -> question.admits(Dimension.DESTINATION_ID, id))
                : Stream.of("");
        var topic = event.topic().orElse("");
        (question.dimensions().contains(Dimension.DESTINATION_ID) ? destinations : destinations.limit(1))
                .forEach(id ->
                        count(event.time(), dimension -> ofEvent(dimension, event.tenant(), topic, id), Sums.EVENT));
    }

    public void attempt(DeliveryRef delivery, Tried tried) {
        count(
                tried.time(),
                dimension -> ofAttempt(dimension, delivery, tried),
                Sums.attempt(tried.succeeded(), tried.number(), tried.manual()));
    }

    public Statistics statistics() {
        return tally.statistics();
    }

    private void count(Instant time, Function<Dimension, String> values, Sums one) {
        if (question.admits(values)) {
            tally.add(question.group(time, values), one);
        }
    }

    private static String ofEvent(Dimension dimension, TenantId tenant, String topic, String destination) {
        return switch (dimension) {
            case TENANT_ID -> tenant.value();
            case TOPIC -> topic;
            case DESTINATION_ID -> destination;
            case DESTINATION_TYPE, STATUS, CODE, MANUAL, ATTEMPT_NUMBER ->
                throw new IllegalStateException("an event has no " + dimension.word());
        };
    }

    private static String ofAttempt(Dimension dimension, DeliveryRef delivery, Tried tried) {
        return switch (dimension) {
            case TENANT_ID -> delivery.tenant().value();
            case TOPIC -> delivery.topic().orElse("");
            case DESTINATION_ID -> delivery.destination().value();
            case DESTINATION_TYPE -> delivery.destinationType();
            case STATUS -> tried.succeeded() ? "success" : "failed";
            case CODE -> tried.code().orElse("");
            case MANUAL -> Boolean.toString(tried.manual());
            case ATTEMPT_NUMBER -> Integer.toString(tried.number());
        };
    }
}
