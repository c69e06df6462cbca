package io.spillway.node;

import io.spillway.dispatch.Limits;
import io.spillway.domain.Pace;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how many calls there are at a time, and how fast destinations are called whose policy leaves it open. */
record LimitsReader(Variables variables) {

    private static final int MOST_PER_SECOND = 10_000;
    private static final int MOST_FAILURES = 10_000;
    private static final int LONGEST_SECONDS = 3_600;
    private static final int MOST_WEIGHT = 1_000;

    Limits read() {
        return Limits.DEFAULT.withUsual(pace()).withWeights(weights());
    }

    private Pace pace() {
        return new Pace(
                Optional.of(variables.number("DELIVERY_MAX_CONCURRENCY", 64, 1, 4_096)),
                pair(
                        "DELIVERY_RATE",
                        "calls a second and how many may follow each other at once, as 100/20",
                        this::rate),
                pair("DELIVERY_BREAKER", "failures in a row and seconds without a call, as 10/30", this::breaker));
    }

    private Map<TenantId, Integer> weights() {
        return variables.read(
                "DELIVERY_WEIGHTS",
                "",
                "tenants with a number from 1 to " + MOST_WEIGHT + " each, as acme=4,globex=2",
                text -> Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> entry.split("=", 2))
                        .collect(Collectors.toMap(pair -> new TenantId(pair[0]), LimitsReader::weight, (one, other) -> {
                            throw new IllegalArgumentException("a tenant twice");
                        })));
    }

    private static int weight(String[] pair) {
        if (pair.length < 2) {
            throw new IllegalArgumentException("no number");
        }
        return within(MOST_WEIGHT, Integer.parseInt(pair[1]));
    }

    private Pace.Rate rate(int perSecond, int burst) {
        return new Pace.Rate(within(MOST_PER_SECOND, perSecond), within(MOST_PER_SECOND, burst));
    }

    private Pace.Breaker breaker(int failures, int seconds) {
        return new Pace.Breaker(within(MOST_FAILURES, failures), Duration.ofSeconds(within(LONGEST_SECONDS, seconds)));
    }

    private <T> Optional<T> pair(String name, String form, BiFunction<Integer, Integer, T> of) {
        return variables.read(name, "", form, text -> {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            var parts = text.split("/", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("not two numbers");
            }
            return Optional.of(of.apply(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
        });
    }

    private static int within(int most, int number) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }
}
