package io.spillway.stream.query;

import io.spillway.domain.AttemptId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.stream.Keys;
import io.spillway.stream.query.statistics.Counting;
import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Statistics;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts rows of one partition. It walks the indexes by time, row by row, and keeps nothing but the sums. */
final class PartitionStatistics {

    private final PartitionStores stores;
    private final Question question;
    private final Counting counting;

    PartitionStatistics(PartitionStores stores, Question question) {
        this.stores = stores;
        this.question = question;
        this.counting = new Counting(question);
    }

    Statistics of(Stream<TenantId> tenants) {
        tenants.forEach(tenant -> {
            switch (question.subject()) {
                case EVENTS -> events(tenant);
                case ATTEMPTS -> attempts(tenant);
            }
        });
        return counting.statistics();
    }

    private void events(TenantId tenant) {
        new TimeIndex<>(stores.eventsByTime()).each(tenant, question.span().period(), indexed -> {
            if (counting.needsRows()) {
                Optional.ofNullable(stores.events().get(Keys.of(tenant, new EventId(indexed.id()))))
                        .ifPresent(counting::event);
            } else {
                counting.event(tenant, indexed.time());
            }
        });
    }

    private void attempts(TenantId tenant) {
        new TimeIndex<>(stores.attemptsByTime()).each(tenant, question.span().period(), indexed -> {
            if (question.admits(Dimension.DESTINATION_ID, indexed.value())) {
                attempt(tenant, AttemptId.parse(indexed.id()));
            }
        });
    }

    private void attempt(TenantId tenant, AttemptId id) {
        Optional.ofNullable(stores.deliveries().get(Keys.of(tenant, id.delivery())))
                .ifPresent(entry -> entry.attempts().stream()
                        .filter(tried -> tried.number() == id.number())
                        .forEach(tried -> counting.attempt(entry.ref(), tried)));
    }
}
