package io.spillway.gateway.publish;

import io.spillway.domain.Answer;
import io.spillway.domain.Event;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Pending;
import io.spillway.gateway.request.Rejections;
import io.spillway.gateway.request.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts events on their topic and waits to hear where they go. */
public final class Publisher {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Requests requests;
    private final Outbox outbox;

    public Publisher(Requests requests, Outbox outbox) {
        this.requests = requests;
        this.outbox = outbox;
    }

    /** An event on its way. */
    final class Flight implements AutoCloseable {

        private final Event event;
        private final Pending pending;
        private final CompletableFuture<Void> sent;
        private final long since = System.nanoTime();

        private Flight(Event event) {
            this.event = event;
            this.pending = requests.open();
            this.sent = outbox.send(event, pending.ticket());
        }

        /** Where it goes, as soon as that is known, or that it was not said in time, which is two seconds. */
        Published await() {
            try {
                var left = requests.patience(PATIENCE).minusNanos(System.nanoTime() - since);
                return pending.await(sent, left.isNegative() ? Duration.ZERO : left)
                        .map(Flight::published)
                        .orElseGet(() -> new Published.Unanswered(event.id()));
            } catch (ApiException e) {
                return new Published.Refused(e);
            }
        }

        private static Published published(Answer answer) {
            return switch (answer) {
                case Answer.Routed routed -> new Published.Routed(routed);
                case Answer.Refused(var cause, var detail) ->
                    new Published.Refused(ApiException.invalid(List.of(detail)));
                case Answer.Rejected(var rejection) -> new Published.Refused(Rejections.of(rejection));
                case Answer.TenantStored stored -> throw unfitting(stored);
                case Answer.SubscriptionStored stored -> throw unfitting(stored);
                case Answer.Done done -> throw unfitting(done);
                case Answer.JobStored stored -> throw unfitting(stored);
            };
        }

        private static IllegalStateException unfitting(Answer answer) {
            return new IllegalStateException(
                    "an event was answered with " + answer.getClass().getSimpleName());
        }

        @Override
        public void close() {
            pending.close();
        }
    }

    /** Stores an event and waits until its tenant knows it. */
    public void publish(Event event) {
        try (var flight = send(event)) {
            switch (flight.await()) {
                case Published.Routed routed -> {}
                case Published.Unanswered unanswered ->
                    throw ApiException.unavailable("the event was not confirmed in time");
                case Published.Refused(var error) -> throw error;
            }
        }
    }

    Flight send(Event event) {
        return new Flight(event);
    }
}
