package io.spillway.node;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.Schedule;
import io.spillway.stream.judge.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads when a failed attempt is followed by another: Spillway's list of waits, or Outpost's doubling ones where they are set. */
final class RetrySettings {

    private static final String LIST = "RETRY_SCHEDULE";
    private static final String INTERVAL = "RETRY_INTERVAL_SECONDS";
    private static final String LIMIT = "MAX_RETRY_LIMIT";
    private static final int LONGEST_SECONDS = (int) Schedule.LONGEST.toSeconds();

    private final Variables variables;

    RetrySettings(Variables variables) {
        this.variables = variables;
    }

    Retries read() {
        var list = variables.read(LIST, "1,5,30,60", "a list of whole seconds as 1,5,30,60", RetrySettings::listed);
        var interval = variables.optionalNumber(INTERVAL, "", 1, LONGEST_SECONDS);
        var limit = variables.optionalNumber(LIMIT, "", 0, DeliveryEntry.ATTEMPTS_AT_MOST - 1);
        var maxAge = variables
                .optionalNumber("RETRY_MAX_AGE_SECONDS", "", 1, LONGEST_SECONDS)
                .map(Duration::ofSeconds);
        var jitter = variables.read("RETRY_JITTER", "0", "a number from 0 to 1", RetrySettings::share);
        if (variables.all().getOrDefault(LIST, "").isBlank() && (interval.isPresent() || limit.isPresent())) {
            var doubling = new Schedule.Exponential(Duration.ofSeconds(interval.orElse(30)), 2, Optional.empty());
            return new Retries(doubling, limit.orElse(10) + 1, maxAge, jitter);
        }
        return new Retries(list, new Retries(list).attempts(), maxAge, jitter);
    }

    private static double share(String text) {
        var share = Double.parseDouble(text);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("no share");
        }
        return share;
    }

    private static Schedule.Listed listed(String text) {
        return new Schedule.Listed(
                text.isEmpty()
                        ? List.of()
                        : Stream.of(text.split(",")).map(RetrySettings::wait).toList());
    }

    private static Duration wait(String entry) {
        var seconds = Integer.parseInt(entry.strip());
        if (seconds < 1) {
            throw new IllegalArgumentException("a wait is longer than nothing");
        }
        return Duration.ofSeconds(seconds);
    }
}
