package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.domain.Report;
import io.spillway.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deleting and disabling, while thousands of deliveries wait. */
class CancellingIT {

    private static final int BATCH = 500;
    private static final int IN_FLIGHT_AT_MOST = 64;
    private static final Duration SOON = Duration.ofMinutes(3);

    private final Local spillway = Local.shared();

    @Test
    void shouldCallNobodyAfterADeletionAndRecordEveryCancellation() {
        try (var receiver = new Receiver()) {
            // given
            publish("cancelling", receiver, 10_000);

            // when
            spillway.call("DELETE", "/tenants/cancelling/destinations/d", "");
            var confirmed = Instant.now();
            spillway.webhook("cancelling", "d", receiver.url("/again"), "");

            // then
            expectCancelled("cancelling", 10_000, "deleted");
            expectNoCallsAfter(confirmed, "cancelling", receiver);
            assertThat(receiver.at("/again")).isEmpty();
            assertThat(spillway.publish("cancelling", "new", "{}")
                            .json()
                            .at("/destination_ids/0")
                            .asText())
                    .isEqualTo("d");
            await().atMost(SOON).until(() -> receiver.at("/again").size() == 1);
        }
    }

    @Test
    void shouldCallNobodyAfterADestinationIsDisabledAndRecordEveryCancellation() {
        try (var receiver = new Receiver()) {
            // given
            publish("disabling", receiver, 2_000);

            // when
            var disabled = spillway.put("/tenants/disabling/destinations/d/disable", "");
            var confirmed = Instant.now();

            // then
            assertThat(disabled.status()).as(disabled.body()).isEqualTo(200);
            expectCancelled("disabling", 2_000, "disabled");
            expectNoCallsAfter(confirmed, "disabling", receiver);
            var called = receiver.at("/slow").size();
            spillway.put("/tenants/disabling/destinations/d/enable", "");
            spillway.publish("disabling", "new", "{}");
            await().atMost(SOON).until(() -> receiver.at("/slow").size() == called + 1);
        }
    }

    /** To a destination that takes its time, so that most of it still waits when this returns. */
    private void publish(String tenant, Receiver receiver, int events) {
        receiver.slow("/slow", Duration.ofSeconds(3));
        spillway.tenant(tenant);
        spillway.webhook(tenant, "d", receiver.url("/slow"), "");
        IntStream.range(0, events / BATCH).forEach(batch -> {
            var taken = spillway.post("/publish/batch", batch(tenant, batch));
            assertThat(taken.json().at("/results").valueStream())
                    .hasSize(BATCH)
                    .noneMatch(result -> result.has("status"));
        });
    }

    private static String batch(String tenant, int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(n -> "{\"tenant_id\":\"%s\",\"id\":\"e%d\",\"data\":{}}".formatted(tenant, n))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private void expectCancelled(String tenant, int events, String reason) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(count(tenant, "cancelled") + count(tenant, "delivered"))
                        .isEqualTo(events));
        var cancelled = cancelled(tenant);
        assertThat(cancelled)
                .hasSize(count(tenant, "cancelled"))
                .hasSizeGreaterThan(events / 2)
                .allSatisfy(delivery -> {
                    assertThat(delivery.at("/state").asText()).isEqualTo("cancelled");
                    assertThat(delivery.at("/reason").asText()).isEqualTo(reason);
                });
        assertThat(cancelled)
                .extracting(delivery -> delivery.at("/event_id").asText())
                .doesNotHaveDuplicates();
    }

    private void expectNoCallsAfter(Instant confirmed, String tenant, Receiver receiver) {
        assertThat(receiver.at("/slow").stream().map(Receiver.Request::event).distinct())
                .hasSize(count(tenant, "delivered"));
        assertThat(reports(tenant)
                        .dropWhile(report -> !(report instanceof Report.Cancellation))
                        .filter(Report.Attempt.class::isInstance))
                .as("calls that end when the first one was given up: those that were in flight")
                .hasSizeLessThanOrEqualTo(IN_FLIGHT_AT_MOST);
        var late = receiver.at("/slow").stream()
                .map(Receiver.Request::at)
                .filter(at -> at.isAfter(confirmed))
                .map(at -> Duration.between(confirmed, at))
                .toList();
        System.out.println("calls after a confirmation: " + late);
        assertThat(late)
                .as("those that had begun, and what took their places before the dispatcher knew")
                .hasSizeLessThanOrEqualTo(2 * IN_FLIGHT_AT_MOST);
    }

    /** What came of the deliveries of a tenant, in order: they are all on one partition. */
    private Stream<Report> reports(String tenant) {
        var reader = Wire.connect(spillway.registry(), Map.of()).reports().deserializer();
        return spillway.records("spillway.attempts").stream()
                .map(record -> reader.deserialize("spillway.attempts", record.value()))
                .filter(report -> report.delivery().tenant().value().equals(tenant));
    }

    private int count(String tenant, String state) {
        return spillway.post("/replays", """
                        {"tenant_id":"%s","filter":{"state":["%s"]},"dry_run":true}""".formatted(tenant, state))
                .json()
                .at("/count")
                .asInt();
    }

    private List<JsonNode> cancelled(String tenant) {
        var all = new ArrayList<JsonNode>();
        var cursor = "";
        JsonNode page;
        do {
            page = spillway.get("/deliveries?tenant_id=" + tenant + "&limit=1000&state=cancelled" + cursor)
                    .json();
            page.at("/models").forEach(all::add);
            cursor = "&next=" + page.at("/pagination/next").asText();
        } while (!page.at("/pagination/next").isNull());
        return all;
    }
}
