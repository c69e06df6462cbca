package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsIT {

    private static final Map<String, String> BINARY = Map.of(
            "content-type", "application/json",
            "ce-specversion", "1.0",
            "ce-id", "e1",
            "ce-source", "/shop",
            "ce-type", "order.paid",
            "ce-tenantid", "acme");

    private World world;

    @BeforeEach
    void start() {
        world = new World();
        world.put("/tenants/acme", "");
        world.post(
                "/tenants/acme/destinations",
                "{\"id\":\"d1\",\"type\":\"webhook\",\"topics\":\"*\",\"config\":{\"url\":\"https://example.com\"}}");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private World.Answered publish(String contentType, String body) {
        return publish(Map.of("content-type", contentType), body);
    }

    private World.Answered publish(Map<String, String> headers, String body) {
        return world.call("POST", "/publish", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String event(String id, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/shop\",\"type\":\"order.paid\","
                + "\"tenantid\":\"acme\",\"data\":" + data + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "application/CloudEvents+JSON; charset=UTF-8"})
    void shouldTakeAStructuredEvent(String contentType) {
        // when
        var answer = publish(contentType, event("e1", "{ \"a\" : 1.0 }"));
        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"id\":\"e1\",\"duplicate\":false,\"destination_ids\":[\"d1\"]}");
        assertThat(world.get("/events/e1").body())
                .contains("\"topic\":\"order.paid\"")
                .contains("\"metadata\":{\"source\":\"/shop\"},\"data\":{ \"a\" : 1.0 }}");
    }

    @Test
    void shouldTakeABinaryEventWithTheWholeBodyAsItsData() {
        // given
        var headers = new HashMap<>(BINARY);
        headers.put("ce-subject", "caf%C3%A9+1");
        headers.put("ce-time", "2026-01-02T03:04:05.678Z");
        // when
        var answer = publish(headers, " { \"a\" : 1.0 }\n");
        // then
        assertThat(answer.at("/destination_ids/0").asText()).isEqualTo("d1");
        var shown = world.get("/events/e1");
        assertThat(shown.at("/metadata/subject").asText()).isEqualTo("café+1");
        assertThat(shown.at("/time").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(world.tasks.data.values())
                .singleElement()
                .isEqualTo(" { \"a\" : 1.0 }\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldTakeABatchAndJudgeEachOnItsOwn() {
        // when
        var answer = publish(
                "application/cloudevents-batch+json",
                "[" + event("1", "{}") + "," + event("2", "7") + ",7," + event("1", "{}") + "]");
        // then
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body())
                .isEqualTo("{\"results\":[{\"id\":\"1\",\"duplicate\":false,\"destination_ids\":[\"d1\"]},"
                        + "{\"status\":422,\"message\":\"validation error\",\"data\":[\"data must be a valid JSON object\"]},"
                        + "{\"status\":422,\"message\":\"invalid JSON\",\"data\":[\"a CloudEvent must be a JSON object\"]},"
                        + "{\"id\":\"1\",\"duplicate\":true,\"destination_ids\":[\"d1\"]}]}");
        assertThat(world.tasks.event(Optional.of(new TenantId("acme")), new EventId("1")))
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        // when / then
        assertThat(publish("application/cloudevents+avro", "x").status()).isEqualTo(415);
        assertThat(publish("application/cloudevents+json", "{").status()).isEqualTo(422);
        assertThat(publish("application/cloudevents-batch+json", "{}").status()).isEqualTo(422);
        assertThat(publish("application/cloudevents-batch+json", "[]")
                        .at("/data/0")
                        .asText())
                .isEqualTo("a batch must have 1 to 1000 events");
        assertThat(publish("application/cloudevents+json", "{}").at("/data/0").asText())
                .isEqualTo("data is required");
        assertThat(publish(BINARY, "[1]").at("/data/0").asText()).isEqualTo("data must be a valid JSON object");
        assertThat(publish("application/cloudevents+json", " ".repeat(2 * World.MAX_EVENT))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void shouldSayWhichHeaderIsWronglyEncoded() {
        // given
        var headers = new HashMap<>(BINARY);
        headers.put("ce-subject", "%zz");
        // when
        var answer = publish(headers, "{}");
        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/message").asText()).isEqualToIgnoringCase("ce-subject is not percent-encoded");
    }
}
