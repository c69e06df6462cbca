package io.spillway.wire;

import io.spillway.domain.Batching;
import io.spillway.domain.CallOptions;
import io.spillway.domain.Pace;
import io.spillway.domain.Policy;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import io.spillway.domain.SignatureProfile;
import io.spillway.wire.avro.Breaker;
import io.spillway.wire.avro.Exponential;
import io.spillway.wire.avro.Fixed;
import io.spillway.wire.avro.Linear;
import io.spillway.wire.avro.Listed;
import io.spillway.wire.avro.Rate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies and their parts, as parts of other records; what says nothing is left out. */
final class Policies {

    private Policies() {}

    static io.spillway.wire.avro.@Nullable Policy toAvro(Policy policy) {
        return policy.equals(Policy.NONE)
                ? null
                : new io.spillway.wire.avro.Policy(
                        toAvro(policy.call()),
                        toAvro(policy.retrying()),
                        toAvro(policy.pace()),
                        policy.ordered(),
                        toAvro(policy.batching()));
    }

    static Policy toDomain(io.spillway.wire.avro.@Nullable Policy policy) {
        return policy == null
                ? Policy.NONE
                : new Policy(
                        toDomain(policy.getCall()),
                        toDomain(policy.getRetrying()),
                        toDomain(policy.getPace()),
                        policy.getOrdered(),
                        toDomain(policy.getBatching()));
    }

    static io.spillway.wire.avro.@Nullable CallOptions toAvro(CallOptions options) {
        return options.equals(CallOptions.NONE)
                ? null
                : new io.spillway.wire.avro.CallOptions(
                        millis(options.timeout()),
                        options.signing().map(SignatureProfile::word).orElse(null),
                        options.transform().orElse(null));
    }

    static CallOptions toDomain(io.spillway.wire.avro.@Nullable CallOptions options) {
        return options == null
                ? CallOptions.NONE
                : new CallOptions(
                        duration(options.getTimeoutMillis()),
                        Optional.ofNullable(options.getSigning()).flatMap(SignatureProfile::of),
                        Optional.ofNullable(options.getTransform()));
    }

    static io.spillway.wire.avro.@Nullable Pace toAvro(Pace pace) {
        return pace.equals(Pace.NONE)
                ? null
                : new io.spillway.wire.avro.Pace(
                        pace.concurrency().orElse(null),
                        pace.rate()
                                .map(rate -> new Rate(rate.perSecond(), rate.burst()))
                                .orElse(null),
                        pace.breaker()
                                .map(breaker -> new Breaker(
                                        breaker.failures(), breaker.open().toMillis()))
                                .orElse(null));
    }

    static Pace toDomain(io.spillway.wire.avro.@Nullable Pace pace) {
        return pace == null
                ? Pace.NONE
                : new Pace(
                        Optional.ofNullable(pace.getConcurrency()),
                        Optional.ofNullable(pace.getRate())
                                .map(rate -> new Pace.Rate(rate.getPerSecond(), rate.getBurst())),
                        Optional.ofNullable(pace.getBreaker())
                                .map(breaker -> new Pace.Breaker(
                                        breaker.getFailures(), Duration.ofMillis(breaker.getOpenMillis()))));
    }

    static io.spillway.wire.avro.@Nullable Batching toAvro(Optional<Batching> batching) {
        return batching.map(some -> new io.spillway.wire.avro.Batching(
                        some.count(), some.within().toMillis()))
                .orElse(null);
    }

    static Optional<Batching> toDomain(io.spillway.wire.avro.@Nullable Batching batching) {
        return Optional.ofNullable(batching)
                .map(some -> new Batching(some.getCount(), Duration.ofMillis(some.getWaitMillis())));
    }

    private static io.spillway.wire.avro.@Nullable Retrying toAvro(Retrying retrying) {
        return retrying.equals(Retrying.NONE)
                ? null
                : new io.spillway.wire.avro.Retrying(
                        retrying.maxAttempts().orElse(null),
                        millis(retrying.maxAge()),
                        retrying.schedule().map(Policies::toAvro).orElse(null),
                        retrying.jitter().orElse(null));
    }

    private static Retrying toDomain(io.spillway.wire.avro.@Nullable Retrying retrying) {
        return retrying == null
                ? Retrying.NONE
                : new Retrying(
                        Optional.ofNullable(retrying.getMaxAttempts()),
                        duration(retrying.getMaxAgeMillis()),
                        Optional.ofNullable(retrying.getSchedule()).map(Policies::schedule),
                        Optional.ofNullable(retrying.getJitter()));
    }

    private static Object toAvro(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Exponential(var initial, var factor, var most) ->
                new Exponential(initial.toMillis(), factor, millis(most));
            case Schedule.Linear(var initial, var step) -> new Linear(initial.toMillis(), step.toMillis());
            case Schedule.Fixed(var wait) -> new Fixed(wait.toMillis());
            case Schedule.Listed(var waits) ->
                new Listed(waits.stream().map(Duration::toMillis).toList());
        };
    }

    private static Schedule schedule(Object schedule) {
        return switch (schedule) {
            case Exponential some ->
                new Schedule.Exponential(
                        Duration.ofMillis(some.getInitialMillis()), some.getFactor(), duration(some.getMostMillis()));
            case Linear some ->
                new Schedule.Linear(
                        Duration.ofMillis(some.getInitialMillis()), Duration.ofMillis(some.getStepMillis()));
            case Fixed some -> new Schedule.Fixed(Duration.ofMillis(some.getWaitMillis()));
            case Listed some ->
                new Schedule.Listed(
                        some.getWaitsMillis().stream().map(Duration::ofMillis).toList());
            default -> throw new IllegalArgumentException("no such schedule: " + schedule);
        };
    }

    private static @Nullable Long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(null);
    }

    private static Optional<Duration> duration(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Duration::ofMillis);
    }
}
