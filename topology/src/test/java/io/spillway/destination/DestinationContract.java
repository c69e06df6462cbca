package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every destination type promises. A type's own test extends this, plays the other side on the loopback interface,
 * and passes.
 */
public abstract class DestinationContract {

    /** Part of every secret in {@link #settings()}; it must never be shown. */
    protected static final String SECRET = "dontshowme";

    private static final EgressGuard LOOPBACK = EgressGuard.of("127.0.0.0/8,::1");
    private static final String BODY = "{ \"b\" : 1.0e+2,\n\t\"a\":\"\\u00e9 é 😀\",\"b2\":[ ] }";

    private @Nullable DestinationType started;

    /** How the other side meets a delivery. */
    public enum Reception {
        ACCEPTS,
        REFUSES,
        THROTTLES,
        /** Takes the request and says nothing. */
        HANGS
    }

    /** One delivery as the other side saw it. */
    public record Arrival(String eventId, String body) {}

    protected abstract DestinationPlugin plugin();

    /** Valid settings that lead to the other side; called after {@link #receive}. */
    protected abstract Settings settings();

    /** Starts the other side, or changes its mind. */
    protected abstract void receive(Reception reception);

    /** What arrived so far, repeats included. */
    protected abstract List<Arrival> arrived();

    /** A type put together of its rules and its courier. */
    protected static DestinationPlugin ruled(TypeRules rules, CourierPlugin courier) {
        return surroundings -> RuledType.of(rules, surroundings, Optional.of(courier));
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    /** Started when it is first needed, which may be after the other side. */
    private DestinationType type() {
        if (started == null) {
            started = started(LOOPBACK);
        }
        return started;
    }

    @Test
    void shouldDescribeItself() {
        // given
        var fields = new ArrayList<>(type().form().configFields());
        fields.addAll(type().form().credentialFields());

        // then
        assertThat(type().type()).matches("[a-z][a-z0-9_]*");
        assertThat(type().form().presentation().label()).isNotBlank();
        assertThat(type().form().presentation().description()).isNotBlank();
        assertThat(fields).allSatisfy(field -> assertThat(field.words().label()).isNotBlank());
        assertThat(fields.stream().map(Field::key)).doesNotHaveDuplicates();
    }

    @Test
    void shouldPrepareWhatItThenAccepts() {
        // given
        receive(Reception.ACCEPTS);
        var change = new Change(Optional.empty(), settings(), true, Samples.AT, new Random(1));
        var again = new Change(Optional.empty(), settings(), true, Samples.AT, new Random(1));

        // when
        var prepared = type().prepare(change);

        // then
        assertThat(prepared).isInstanceOf(Prepared.Ready.class).isEqualTo(type().prepare(again));
        assertThat(type().problems(((Prepared.Ready) prepared).settings())).isEmpty();
        assertThat(type().target(((Prepared.Ready) prepared).settings())).isNotBlank();
    }

    @Test
    void shouldDeliverTheBodyUnchanged() {
        // given
        receive(Reception.ACCEPTS);

        // when
        var outcome = type().deliver(Samples.delivery(BODY, Map.of("key", "value")), settings(), Samples.ATTEMPTING);

        // then
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(arrived()).extracting(Arrival::body).containsExactly(BODY);
    }

    @Test
    void shouldKeepTheEventIdAcrossAttempts() {
        // given
        receive(Reception.REFUSES);
        var first = Samples.delivery();

        // when
        type().deliver(first, settings(), Samples.ATTEMPTING);
        type().deliver(first.next(), settings(), Samples.ATTEMPTING);

        // then
        assertThat(arrived()).extracting(Arrival::eventId).containsExactly("evt_1", "evt_1");
    }

    @Test
    void shouldReportRefusalAfterOneRequest() {
        // given
        receive(Reception.REFUSES);

        // when
        var outcome = type().deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

        // then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.code()).isNotBlank();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void shouldReportThrottlingAfterOneRequest() {
        // given
        receive(Reception.THROTTLES);

        // when
        var outcome = type().deliver(Samples.delivery(), settings(), Samples.ATTEMPTING);

        // then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.code()).isNotBlank();
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void shouldEndInTime() throws Exception {
        // given
        receive(Reception.ACCEPTS);
        assertThat(type().deliver(Samples.delivery(), settings(), Samples.ATTEMPTING))
                .isInstanceOf(Outcome.Delivered.class);

        Samples.endsInTime(() -> {
            // when
            var ended = Samples.attemptBriefly(this::hanging, _ -> !arrived().isEmpty());

            // then
            assertThat(failure(ended.outcome())).isEqualTo(Failure.TIMEOUT);
            assertThat(arrived()).hasSize(1);
            return ended.over();
        });
    }

    /** The other side never answers: whatever ends this is the attempt's own time. */
    private Samples.Ended hanging(Attempting attempting) {
        receive(Reception.HANGS);
        try (var type = started(LOOPBACK)) {
            return Samples.Ended.of(attempting, it -> type.deliver(Samples.delivery(), settings(), it));
        }
    }

    @Test
    void shouldGiveUpWhenInterrupted() throws InterruptedException {
        // given
        receive(Reception.HANGS);
        var outcome = new AtomicReference<Outcome>();
        var interrupted = new AtomicBoolean();
        var settings = settings();
        var type = type();
        var caller = Thread.startVirtualThread(() -> {
            outcome.set(type.deliver(Samples.delivery(), settings, new Attempting(Samples.AT, Duration.ofMinutes(5))));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        Awaitility.await().until(() -> !arrived().isEmpty());

        // when
        caller.interrupt();

        // then
        assertThat(caller.join(Duration.ofMinutes(1))).isTrue();
        assertThat(outcome.get()).isInstanceOf(Outcome.Failed.class);
        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldNotReachForbiddenAddresses() {
        // given
        receive(Reception.ACCEPTS);

        try (var closed = started(EgressGuard.of(""))) {
            // when
            var outcome = Samples.attemptBriefly(
                    attempting -> closed.deliver(Samples.delivery(), settings(), attempting),
                    tried -> failure(tried) != Failure.TIMEOUT);

            // then
            assertThat(failure(outcome)).isEqualTo(Failure.BLOCKED);
            assertThat(arrived()).isEmpty();
        }
    }

    @Test
    void shouldFailRatherThanThrowOnUnusableSettings() {
        assertThat(type().deliver(Samples.delivery(), Settings.NONE, Samples.ATTEMPTING))
                .isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void shouldLeakNoSecret() {
        // given
        receive(Reception.REFUSES);
        var settings = settings();
        var shown = new HashSet<String>();

        // when
        shown.add(
                type().deliver(Samples.delivery(), settings, Samples.ATTEMPTING).toString());
        shown.add(type().toString());
        shown.add(settings.toString());
        shown.add(type().target(settings));
        shown.add(type().problems(settings).toString());

        // then
        assertThat(String.join("\n", shown)).doesNotContain(SECRET);
    }

    @Test
    void shouldLeaveTheEventsBytesAlone() {
        // given
        receive(Reception.ACCEPTS);
        var delivery = Samples.delivery();

        // when
        type().deliver(delivery, settings(), Samples.ATTEMPTING);

        // then
        assertThat(((Data.Inline) delivery.event().data()).bytes())
                .isEqualTo(Samples.BODY.getBytes(StandardCharsets.UTF_8));
    }

    private DestinationType started(EgressGuard guard) {
        return plugin().start(new Surroundings(Map.of(), guard, "Spillway/test"));
    }

    private static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }
}
