package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is done by hand to deliveries, through the API. */
class DeadLetterIT {

    private static final Duration SOON = Duration.ofMinutes(3);

    @Test
    void shouldBeTakenUpAgainOrGivenUp() {
        var status = new AtomicInteger(500);
        var spillway = Local.shared();
        try (var receiver = new Receiver()) {
            // given
            receiver.answers("/", n -> status.get());
            spillway.tenant("dead");
            spillway.tenant("undead");
            spillway.webhook(
                    "dead", "d", receiver.url("/"), ",\"policy\":{\"schedule\":{\"kind\":\"fixed\",\"seconds\":3600}}");
            for (var n = 0; n < 5; n++) {
                spillway.post("/publish", """
                        {"tenant_id":"dead","id":"e%d","topic":"x","data":{},"eligible_for_retry":false}""".formatted(n));
            }

            // then
            await().atMost(SOON).until(() -> letters(spillway, "").size() == 5);
            var first =
                    spillway.get("/dead-letters?tenant_id=dead&dir=asc&limit=2").json();
            var next = first.at("/pagination/next").asText();
            var second = spillway.get("/dead-letters?tenant_id=dead&dir=asc&limit=2&next=" + next)
                    .json();
            var prev = second.at("/pagination/prev").asText();
            assertThat(ids(second)).hasSize(2).doesNotContainAnyElementsOf(ids(first));
            assertThat(ids(spillway.get("/dead-letters?tenant_id=dead&dir=asc&limit=2&prev=" + prev)
                            .json()))
                    .isEqualTo(ids(first));
            assertThat(letters(spillway, "&event_id=e3")).hasSize(1);
            var one = spillway.get("/dead-letters/" + id(spillway, "e3")).json();
            assertThat(one.at("/cause").asText()).isEqualTo("not_eligible_for_retry");
            assertThat(one.at("/last_attempt/response_data").isObject()).isTrue();
            assertThat(spillway.get("/dead-letters/" + id(spillway, "e3") + "?tenant_id=undead")
                            .status())
                    .isEqualTo(404);

            // when
            status.set(200);
            spillway.post("/dead-letters/" + id(spillway, "e0") + "/redrive", "");
            spillway.call("DELETE", "/dead-letters/" + id(spillway, "e1"), "");

            // then
            await().atMost(SOON).until(() -> "delivered".equals(state(spillway, "e0")));
            assertThat(state(spillway, "e1")).isEqualTo("cancelled");
            assertThat(spillway.call("DELETE", "/dead-letters/" + deliveryOf(spillway, "e1"), "")
                            .status())
                    .isEqualTo(404);

            // when
            var order = """
                    {"tenant_id":"dead","filter":{"event_id":["e2","e3"]}%s}""";
            var count = spillway.post("/dead-letters/redrive", order.formatted(",\"dry_run\":true"))
                    .json();
            var job = spillway.post("/dead-letters/redrive", order.formatted(",\"rate\":100"))
                    .json();

            // then
            assertThat(count.at("/count").asInt()).isEqualTo(2);
            done(spillway, job);
            await().atMost(SOON).until(() -> "delivered".equals(state(spillway, "e3")));
            assertThat(letters(spillway, "")).hasSize(1);

            // when
            done(
                    spillway,
                    spillway.post("/dead-letters/discard", "{\"tenant_id\":\"dead\",\"filter\":{}}")
                            .json());

            // then
            assertThat(letters(spillway, "")).isEmpty();
            assertThat(spillway.post("/dead-letters/discard", "{\"tenant_id\":\"dead\",\"filter\":{\"x\":[]}}")
                            .status())
                    .isEqualTo(422);

            // when: what waits is cancelled
            status.set(503);
            spillway.publish("dead", "waits", "{}");
            await().atMost(SOON).until(() -> "scheduled".equals(state(spillway, "waits")));
            done(spillway, spillway.post("/deliveries/cancel", """
                            {"tenant_id":"dead","filter":{"state":["scheduled"]}}""").json());

            // then
            assertThat(state(spillway, "waits")).isEqualTo("cancelled");

            // when: a new destination is given all there was
            status.set(200);
            spillway.webhook("dead", "new", receiver.url("/new"), "");
            var replay = spillway.post("/replays", """
                            {"tenant_id":"dead","filter":{"topic":["x"]},"to":{"destination_id":"new"}}""").json();

            // then
            await().atMost(SOON)
                    .until(() -> spillway.get("/replays/" + replay.at("/id").asText())
                                    .json()
                                    .at("/delivered")
                                    .asInt()
                            == 5);
            assertThat(receiver.at("/new")).hasSize(5);
            var again = spillway.get("/deliveries?tenant_id=dead&destination_id=new&event_id=e0")
                    .json()
                    .at("/models/0");
            assertThat(again.at("/replay_id").asText())
                    .isEqualTo(replay.at("/id").asText());
            assertThat(spillway.get("/attempts?tenant_id=dead&event_id=e0&destination_id=new")
                            .json()
                            .at("/models")
                            .size())
                    .isEqualTo(1);
            assertThat(spillway.get("/replays?tenant_id=dead")
                            .json()
                            .at("/models")
                            .size())
                    .isEqualTo(1);
            assertThat(spillway.post("/replays/" + replay.at("/id").asText() + "/pause", "")
                            .status())
                    .isEqualTo(409);
        }
    }

    private static void done(Local spillway, JsonNode job) {
        await().atMost(SOON)
                .until(() -> spillway.get("/jobs/" + job.at("/job_id").asText())
                        .json()
                        .at("/state")
                        .asText()
                        .equals("done"));
    }

    private static JsonNode letters(Local spillway, String more) {
        return spillway.get("/dead-letters?tenant_id=dead" + more).json().at("/models");
    }

    private static String id(Local spillway, String event) {
        return letters(spillway, "&event_id=" + event).at("/0/id").asText();
    }

    private static String state(Local spillway, String event) {
        return delivery(spillway, event).at("/state").asText();
    }

    private static String deliveryOf(Local spillway, String event) {
        return delivery(spillway, event).at("/id").asText();
    }

    private static JsonNode delivery(Local spillway, String event) {
        return spillway.get("/deliveries?tenant_id=dead&destination_id=d&event_id=" + event)
                .json()
                .at("/models/0");
    }

    private static List<String> ids(JsonNode page) {
        return page.at("/models")
                .valueStream()
                .map(one -> one.at("/id").asText())
                .toList();
    }
}
