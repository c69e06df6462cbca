package io.spillway.gateway.destination;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.domain.Batching;
import io.spillway.domain.CallOptions;
import io.spillway.domain.Pace;
import io.spillway.domain.Policy;
import io.spillway.domain.Retrying;
import io.spillway.domain.Schedule;
import io.spillway.domain.SignatureProfile;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A policy as REST has it: the fields {@code policy}, {@code signing} and {@code transform} of a destination, each left out
 * where it says nothing.
 */
final class PolicyJson {

    private PolicyJson() {}

    static ObjectNode of(Policy policy) {
        var all = object();
        put(all, "policy", policy(policy));
        put(all, "signing", signing(policy.call()));
        put(all, "transform", transform(policy.call()));
        return all;
    }

    private static ObjectNode policy(Policy policy) {
        var json = object();
        policy.call().timeout().ifPresent(timeout -> json.put("timeout_ms", timeout.toMillis()));
        retrying(json, policy.retrying());
        pace(json, policy.pace());
        if (policy.ordered()) {
            json.put("ordered", true);
        }
        policy.batching().ifPresent(batching -> json.set("batch", batch(batching)));
        return json;
    }

    private static void retrying(ObjectNode json, Retrying retrying) {
        retrying.maxAttempts().ifPresent(most -> json.put("max_attempts", most));
        retrying.maxAge().ifPresent(age -> json.put("max_age_seconds", seconds(age)));
        retrying.schedule().ifPresent(schedule -> json.set("schedule", schedule(schedule)));
        retrying.jitter().ifPresent(jitter -> json.put("jitter", jitter));
    }

    private static void pace(ObjectNode json, Pace pace) {
        pace.concurrency().ifPresent(calls -> json.put("concurrency", calls));
        pace.rate()
                .ifPresent(rate -> json.putObject("rate")
                        .put("per_second", plain(rate.perSecond()))
                        .put("burst", rate.burst()));
        pace.breaker()
                .ifPresent(breaker -> json.putObject("breaker")
                        .put("failures", breaker.failures())
                        .put("open_seconds", seconds(breaker.open())));
    }

    private static ObjectNode schedule(Schedule schedule) {
        var json = object();
        switch (schedule) {
            case Schedule.Exponential(var initial, var factor, var most) -> {
                json.put("kind", "exponential")
                        .put("initial_seconds", seconds(initial))
                        .put("factor", plain(factor));
                most.ifPresent(wait -> json.put("max_seconds", seconds(wait)));
            }
            case Schedule.Linear(var initial, var step) ->
                json.put("kind", "linear")
                        .put("initial_seconds", seconds(initial))
                        .put("step_seconds", seconds(step));
            case Schedule.Fixed(var wait) -> json.put("kind", "fixed").put("seconds", seconds(wait));
            case Schedule.Listed(var waits) -> {
                var list = json.put("kind", "list").putArray("seconds");
                waits.forEach(wait -> list.add(seconds(wait)));
            }
        }
        return json;
    }

    private static ObjectNode batch(Batching batching) {
        return object().put("count", batching.count()).put("seconds", seconds(batching.within()));
    }

    private static ObjectNode signing(CallOptions call) {
        var json = object();
        call.signing().map(SignatureProfile::word).ifPresent(profile -> json.put("profile", profile));
        return json;
    }

    private static ObjectNode transform(CallOptions call) {
        var json = object();
        call.transform().ifPresent(expression -> json.put("jsonata", expression));
        return json;
    }

    private static void put(ObjectNode all, String name, ObjectNode part) {
        if (!part.isEmpty()) {
            all.set(name, part);
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return plain(BigDecimal.valueOf(duration.toMillis(), 3));
    }

    private static BigDecimal plain(double number) {
        return plain(BigDecimal.valueOf(number));
    }

    /** Without zeros at the end, and without an exponent. */
    private static BigDecimal plain(BigDecimal number) {
        var bare = number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
