package io.spillway.node;

import io.spillway.domain.OperatorTopic;
import io.spillway.stream.judge.Watching;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads how closely destinations are watched, and what the operator is told. */
final class WatchSettings {

    private static final int MANY = 1_000_000;
    private static final int WEEK = (int) Duration.ofDays(7).toSeconds();

    private final Variables variables;

    WatchSettings(Variables variables) {
        this.variables = variables;
    }

    Watching watching() {
        var sampled = variables.number("ALERT_FAILURE_RATE_ATTEMPTS", 100, 1, MANY);
        return new Watching(
                variables.optionalNumber("ALERT_CONSECUTIVE_FAILURE_COUNT", "100", 1, MANY),
                variables
                        .optionalNumber("ALERT_EXHAUSTED_RETRIES_WINDOW_SECONDS", "3600", 0, WEEK)
                        .map(Duration::ofSeconds),
                variables
                        .optionalNumber("ALERT_FAILURE_RATE_PERCENT", "", 1, 100)
                        .map(percent -> new Watching.Share(percent, sampled)),
                new Watching.Disabling(
                        variables.flag("ALERT_AUTO_DISABLE_DESTINATION", false),
                        variables.flag("DISABLE_GONE_DESTINATIONS", true),
                        variables
                                .optionalNumber("ALERT_PROBE_AFTER_SECONDS", "", 1, WEEK)
                                .map(Duration::ofSeconds)));
    }

    Set<OperatorTopic> told() {
        return variables.read("OPERATOR_EVENTS_TOPICS", "", "* or a list of " + all(), WatchSettings::topics);
    }

    private static Set<OperatorTopic> topics(String list) {
        if (list.equals("*")) {
            return Set.of(OperatorTopic.values());
        }
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(word -> OperatorTopic.of(word).orElseThrow(() -> new IllegalArgumentException("no such topic")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String all() {
        return Arrays.stream(OperatorTopic.values()).map(OperatorTopic::word).collect(Collectors.joining(", "));
    }
}
