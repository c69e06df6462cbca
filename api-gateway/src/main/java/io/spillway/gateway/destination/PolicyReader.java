package io.spillway.gateway.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.Batching;
import io.spillway.domain.CallOptions;
import io.spillway.domain.Pace;
import io.spillway.domain.Policy;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import io.spillway.domain.SignatureProfile;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a destination's policy from what callers send; every mistake in it is told at once. */
final class PolicyReader {

    private static final List<String> FIELDS = List.of("policy", "signing", "transform");
    private static final double LONGEST = Duration.ofDays(7).toSeconds();
    private static final double SHORTEST = 0.001;
    private static final int WAITS_AT_MOST = 100;
    private static final int EXPRESSION_AT_MOST = 32_768;

    private PolicyReader() {}

    /** The policy with a JSON merge patch (RFC 7396) applied; a schedule that names its kind replaces the one before. */
    static Policy merged(Policy before, Fields patch) {
        if (FIELDS.stream().noneMatch(patch::has)) {
            return before;
        }
        var all = PolicyJson.of(before);
        patch.value("policy")
                .filter(policy -> policy.path("schedule").has("kind"))
                .ifPresent(policy -> all.withObject("policy").remove("schedule"));
        for (var name : FIELDS) {
            if (patch.isNull(name)) {
                all.remove(name);
            } else {
                patch.value(name).ifPresent(change -> all.set(name, MergePatch.apply(all.path(name), change)));
            }
        }
        return read(all);
    }

    private static Policy read(ObjectNode all) {
        var root = PolicyNode.root(all);
        var policy = root.object("policy").orElseGet(root::nothing);
        policy.knowsOnly(
                "timeout_ms",
                "max_attempts",
                "max_age_seconds",
                "schedule",
                "jitter",
                "concurrency",
                "rate",
                "breaker",
                "ordered",
                "batch");
        var read = new Policy(
                call(root, policy),
                retrying(policy),
                pace(policy),
                policy.flag("ordered"),
                policy.object("batch").flatMap(PolicyReader::batching));
        if (read.ordered() && read.batching().isPresent()) {
            policy.wrong("batch", "and policy.ordered exclude each other: one delivery under way makes no batch");
        }
        var problems = root.problems();
        if (!problems.isEmpty()) {
            throw ApiException.invalid(problems);
        }
        return read;
    }

    private static CallOptions call(PolicyNode root, PolicyNode policy) {
        return new CallOptions(
                policy.whole("timeout_ms", 1, 30_000).map(Duration::ofMillis),
                root.object("signing").flatMap(PolicyReader::profile),
                root.object("transform").flatMap(PolicyReader::expression));
    }

    private static Optional<SignatureProfile> profile(PolicyNode signing) {
        signing.knowsOnly("profile");
        var words = Arrays.stream(SignatureProfile.values())
                .map(SignatureProfile::word)
                .collect(Collectors.joining(", "));
        return signing.text("profile").flatMap(word -> {
            var found = SignatureProfile.of(word);
            if (found.isEmpty()) {
                signing.wrong("profile", "must be one of " + words);
            }
            return found;
        });
    }

    private static Optional<String> expression(PolicyNode transform) {
        transform.knowsOnly("jsonata");
        var expression = transform.text("jsonata");
        expression
                .filter(text -> text.length() > EXPRESSION_AT_MOST)
                .ifPresent(text ->
                        transform.wrong("jsonata", "must not be longer than " + EXPRESSION_AT_MOST + " characters"));
        return expression;
    }

    private static Retrying retrying(PolicyNode policy) {
        return new Retrying(
                policy.whole("max_attempts", 1, 100).map(Long::intValue),
                policy.seconds("max_age_seconds", SHORTEST, LONGEST),
                policy.object("schedule").flatMap(PolicyReader::schedule),
                policy.number("jitter", 0, 1));
    }

    private static Optional<Schedule> schedule(PolicyNode schedule) {
        return switch (schedule.text("kind").orElse("")) {
            case "exponential" -> exponential(schedule);
            case "linear" -> linear(schedule);
            case "fixed" -> {
                schedule.knowsOnly("kind", "seconds");
                yield wait(schedule, "seconds").map(Schedule.Fixed::new);
            }
            case "list" -> {
                schedule.knowsOnly("kind", "seconds");
                yield schedule.listOfSeconds("seconds", SHORTEST, LONGEST, WAITS_AT_MOST)
                        .map(Schedule.Listed::new);
            }
            default -> {
                schedule.wrong("kind", "must be one of exponential, linear, fixed, list");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Schedule> exponential(PolicyNode schedule) {
        schedule.knowsOnly("kind", "initial_seconds", "factor", "max_seconds");
        var factor = schedule.number("factor", 1, 100).orElse(2.0);
        var most = schedule.seconds("max_seconds", SHORTEST, LONGEST);
        return wait(schedule, "initial_seconds").map(initial -> new Schedule.Exponential(initial, factor, most));
    }

    private static Optional<Schedule> linear(PolicyNode schedule) {
        schedule.knowsOnly("kind", "initial_seconds", "step_seconds");
        var initial = wait(schedule, "initial_seconds");
        var step = schedule.require("step_seconds").seconds("step_seconds", 0, LONGEST);
        return initial.flatMap(first -> step.map(more -> new Schedule.Linear(first, more)));
    }

    private static Optional<Duration> wait(PolicyNode schedule, String name) {
        return schedule.require(name).seconds(name, SHORTEST, LONGEST);
    }

    private static Pace pace(PolicyNode policy) {
        return new Pace(
                policy.whole("concurrency", 1, 1_000).map(Long::intValue),
                policy.object("rate").flatMap(PolicyReader::rate),
                policy.object("breaker").flatMap(PolicyReader::breaker));
    }

    private static Optional<Pace.Rate> rate(PolicyNode rate) {
        rate.knowsOnly("per_second", "burst");
        var burst = rate.whole("burst", 1, 10_000).orElse(1L).intValue();
        return rate.require("per_second")
                .number("per_second", SHORTEST, 10_000)
                .map(perSecond -> new Pace.Rate(perSecond, burst));
    }

    private static Optional<Pace.Breaker> breaker(PolicyNode breaker) {
        breaker.knowsOnly("failures", "open_seconds");
        var failures = breaker.require("failures").whole("failures", 1, 10_000);
        var open = breaker.require("open_seconds").seconds("open_seconds", 1, 3_600);
        return failures.flatMap(many -> open.map(time -> new Pace.Breaker(many.intValue(), time)));
    }

    private static Optional<Batching> batching(PolicyNode batch) {
        batch.knowsOnly("count", "seconds");
        var count = batch.require("count").whole("count", 2, 100);
        var wait = batch.seconds("seconds", SHORTEST, 10).orElse(Duration.ofSeconds(1));
        return count.map(many -> new Batching(many.intValue(), wait));
    }

    /** RFC 7396. */
    private static final class MergePatch {

        static JsonNode apply(JsonNode before, JsonNode patch) {
            if (!(patch instanceof ObjectNode changes)) {
                return patch;
            }
            var merged =
                    before instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
            changes.properties().forEach(change -> {
                if (change.getValue().isNull()) {
                    merged.remove(change.getKey());
                } else {
                    merged.set(change.getKey(), apply(merged.path(change.getKey()), change.getValue()));
                }
            });
            return merged;
        }
    }
}
