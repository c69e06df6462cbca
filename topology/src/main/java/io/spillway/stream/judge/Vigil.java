package io.spillway.stream.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DisableReason;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry;
import io.spillway.domain.Failure;
import io.spillway.domain.Health;
import io.spillway.domain.OperatorTopic;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Report;
import io.spillway.domain.Subscription;
import io.spillway.domain.SubscriptionState;
import io.spillway.stream.Announcements;
import io.spillway.stream.Particulars;
import io.spillway.stream.Rows;
import io.spillway.stream.Subscriptions;
import java.time.Instant;
import java.util.Optional;

/** Keeps watch over destinations: counts how they are doing, tells the operator, and disables those that have to be given up. */
public final class Vigil {

    private static final String GONE = "410";

    private final Rows rows;
    private final Subscriptions subscriptions;
    private final Announcements announcements;
    private final Watching rules;

    public Vigil(Rows rows, Subscriptions subscriptions, Announcements announcements, Watching rules) {
        this.rows = rows;
        this.subscriptions = subscriptions;
        this.announcements = announcements;
        this.rules = rules;
    }

    /** Whether the endpoint said that it is gone for good, and is still the one that is wanted. */
    boolean isGone(Report.Attempt attempt) {
        return rules.disabling().onGone()
                && attempt.outcome() instanceof Outcome.Failed failed
                && failed.failure() == Failure.STATUS
                && failed.code().equals(GONE)
                && rows.subscription(attempt.destination())
                        .filter(row -> attempt.retry()
                                .filter(made -> made.target().version() == row.version())
                                .isPresent())
                        .isPresent();
    }

    /**
     * Takes note of an attempt that was not seen before.
     *
     * @param exhausted whether a delivery has used up its attempts with it
     */
    void attempted(Report.Attempt attempt, boolean exhausted, Instant now) {
        if (attempt.succeeded()) {
            succeeded(attempt);
        } else {
            current(attempt).ifPresent(row -> failed(attempt, row, exhausted, now));
        }
    }

    private void succeeded(Report.Attempt attempt) {
        var key = attempt.destination();
        var before = rows.health(key);
        if (!before.equals(Health.OK)) {
            var after = before.afterSuccess().open(attempt.openUntil());
            rows.put(key, counted(after, attempt, rows.subscription(key)));
        }
        if (announcements.wants(OperatorTopic.ATTEMPT_SUCCESS)) {
            rows.subscription(key).ifPresent(row -> tell(OperatorTopic.ATTEMPT_SUCCESS, attempt, row));
        }
    }

    private void failed(Report.Attempt attempt, Subscription row, boolean exhausted, Instant now) {
        tell(OperatorTopic.ATTEMPT_FAILED, attempt, row);
        var health = rows.health(row.key()).afterFailure(now).open(attempt.openUntil());
        var count = health.consecutiveFailures();
        var after = reason(attempt, count)
                .flatMap(reason -> disable(attempt, row, reason, now))
                .orElse(row);
        rules.level(count).ifPresent(level -> consecutive(attempt, after, count, level));
        health = counted(health, attempt, Optional.of(after));
        if (exhausted && isNews(health, now)) {
            tell(OperatorTopic.EXHAUSTED_RETRIES, attempt, after);
            health = health.toldExhausted(Optional.of(now));
        }
        rows.put(row.key(), health);
    }

    private Optional<DisableReason> reason(Report.Attempt attempt, int count) {
        return isGone(attempt)
                ? Optional.of(DisableReason.GONE)
                : Optional.of(DisableReason.CONSECUTIVE_FAILURE).filter(_ -> rules.disables(count));
    }

    private Optional<Subscription> disable(
            Report.Attempt attempt, Subscription row, DisableReason reason, Instant now) {
        var disabled = row.in(new SubscriptionState.Disabled(now, reason));
        if (!row.state().delivers() || !subscriptions.put(disabled)) {
            return Optional.empty();
        }
        var data = data(attempt, disabled);
        data.put("disabled_at", Particulars.time(now)).put("reason", reason.word());
        tell(OperatorTopic.DISABLED, attempt, disabled, data);
        return Optional.of(disabled);
    }

    private void consecutive(Report.Attempt attempt, Subscription row, int count, int level) {
        var data = data(attempt, row);
        data.putObject("consecutive_failures")
                .put("current", count)
                .put("max", rules.failures().orElse(count))
                .put("threshold", level);
        tell(OperatorTopic.CONSECUTIVE_FAILURE, attempt, row, data);
    }

    /** The share of failures, told and begun anew where as many attempts were counted as belong together. */
    private Health counted(Health health, Report.Attempt attempt, Optional<Subscription> row) {
        var share = rules.counted(health.share(), !attempt.succeeded());
        if (!rules.isWhole(share)) {
            return health.with(share);
        }
        row.filter(_ -> rules.isTold(share)).ifPresent(some -> {
            var data = data(attempt, some);
            data.putObject("failure_rate").put("attempts", share.attempts()).put("failures", share.failures());
            tell(OperatorTopic.FAILURE_RATE, attempt, some, data);
        });
        return health.with(Health.Share.NONE);
    }

    private boolean isNews(Health health, Instant now) {
        return rules.exhausted()
                .filter(quiet -> health.exhaustedToldAt()
                        .filter(told -> now.isBefore(told.plus(quiet)))
                        .isEmpty())
                .isPresent();
    }

    private void tell(OperatorTopic topic, Report.Attempt attempt, Subscription row) {
        if (announcements.wants(topic)) {
            tell(topic, attempt, row, data(attempt, row));
        }
    }

    private void tell(OperatorTopic topic, Report.Attempt attempt, Subscription row, ObjectNode data) {
        var subject = row.subject(
                event(attempt).flatMap(Vigil::place).or(() -> attempt.retry().map(Delivery::origin)));
        announcements.tell(topic, row.tenant(), attempt.id().toString(), data, Optional.of(subject));
    }

    private ObjectNode data(Report.Attempt attempt, Subscription row) {
        return Particulars.of(attempt, event(attempt), row);
    }

    private Optional<Event> event(Report.Attempt attempt) {
        return rows.event(attempt.delivery().tenant(), attempt.delivery().event())
                .map(EventEntry::event)
                .or(() -> attempt.retry().map(Delivery::event));
    }

    private static Optional<RecordAt> place(Event event) {
        return event.data() instanceof Data.Stored(var at) ? Optional.of(at) : Optional.empty();
    }

    /** The destination that the attempt was made at, unless it is gone, or another one that only has its id. */
    private Optional<Subscription> current(Report.Attempt attempt) {
        return rows.subscription(attempt.destination())
                .filter(row -> !row.state().deleted())
                .filter(row -> attempt.retry()
                        .filter(made -> made.target().incarnation() != row.incarnation())
                        .isEmpty());
    }
}
