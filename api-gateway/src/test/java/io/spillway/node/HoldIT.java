package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.DeliveryId;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.gateway.openapi.Answer;
import io.spillway.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that wait for their destination, over restarts. */
class HoldIT {

    private static final int HELD = 4_000;
    private static final int BATCH = 500;
    private static final int ORDERED = 30;
    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void shouldReleaseInOrderWhatWasHeldOverARestartAndGoOnAfterAnother() {
        try (var receiver = new Receiver()) {
            // given
            try (var spillway = Local.start(folder)) {
                spillway.tenant("t");
                spillway.webhook("t", "d", receiver.url("/d"), "");
                spillway.put("/tenants/t/destinations/d/pause", "");
                IntStream.range(0, HELD / BATCH)
                        .forEach(batch -> requireTaken(spillway.post("/publish/batch", batch(batch))));
                await().atMost(SOON).until(() -> isHeld(spillway, HELD - 1));
            }

            // when
            try (var spillway = Local.start(folder)) {
                assertThat(isHeld(spillway, 0)).isTrue();
                assertThat(receiver.at("/d")).isEmpty();
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(spillway.root("/metrics").body()).contains("spillway_stream_held 4000.0"));
                spillway.put("/tenants/t/destinations/d/resume", "");
                await().atMost(SOON).until(() -> !receiver.at("/d").isEmpty());
            }

            // then
            try (var spillway = Local.start(folder)) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> called(receiver, "/d").size() == HELD);
                assertThat(emitted(spillway)).isEqualTo(deliveries());
            }
        }
    }

    @Test
    void shouldKeepTheOrderOverFailuresAndARestart() {
        try (var receiver = new Receiver()) {
            receiver.answers("/o", n -> isRefused(n) ? 503 : 200);
            var halfway = ORDERED / 2;

            // given
            try (var spillway = Local.start(folder)) {
                spillway.tenant("t");
                spillway.webhook("t", "o", receiver.url("/o"), """
                        ,"policy":{"ordered":true,"schedule":{"kind":"fixed","seconds":1}}""");
                IntStream.range(0, ORDERED).forEach(n -> spillway.publish("t", "e" + n, "{}"));
                await().atMost(SOON).until(() -> receiver.at("/o").size() >= halfway);
            }

            // when
            try (var spillway = Local.start(folder)) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> succeeded(receiver).size() == ORDERED);

                // then
                assertThat(succeeded(receiver)).isEqualTo(names(ORDERED));
                assertThat(inARow(receiver)).isEqualTo(names(ORDERED));
                await().atMost(SOON).until(() -> states(spillway).equals(List.of("delivered")));
            }
        }
    }

    private static void requireTaken(Answer batch) {
        assertThat(batch.status()).isEqualTo(202);
        assertThat(batch.json().at("/results").valueStream()).hasSize(BATCH).noneMatch(result -> result.has("status"));
    }

    /** The third of three requests. */
    private static boolean isRefused(int request) {
        return request % 3 == 0;
    }

    /** Events in the order of their first success. */
    private static List<String> succeeded(Receiver receiver) {
        var requests = receiver.at("/o");
        return IntStream.range(0, requests.size())
                .filter(n -> !isRefused(n + 1))
                .mapToObj(n -> requests.get(n).event())
                .distinct()
                .toList();
    }

    /** Events in the order of their requests, those of one event in a row being named once. */
    private static List<String> inARow(Receiver receiver) {
        var row = new ArrayList<String>();
        for (var request : receiver.at("/o")) {
            if (row.isEmpty() || !row.getLast().equals(request.event())) {
                row.add(request.event());
            }
        }
        return row;
    }

    private static List<String> states(Local spillway) {
        return spillway.get("/deliveries?tenant_id=t&destination_id=o&limit=100")
                .json()
                .at("/models")
                .valueStream()
                .map(delivery -> delivery.at("/state").asText())
                .distinct()
                .toList();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(n -> "e" + n).toList();
    }

    private static boolean isHeld(Local spillway, int event) {
        var models = spillway.get("/deliveries?tenant_id=t&state=held&event_id=e" + event)
                .json()
                .at("/models");
        return models.size() == 1 && models.at("/0/reason").asText().equals("paused");
    }

    private static HashSet<String> called(Receiver receiver, String path) {
        return receiver.at(path).stream().map(Receiver.Request::event).collect(Collectors.toCollection(HashSet::new));
    }

    /** What the task has emitted, in order. */
    private static List<String> emitted(Local spillway) {
        return spillway.records("spillway.deliveries").stream()
                .sorted(Comparator.comparing(ConsumerRecord::offset))
                .map(record -> record.headers().lastHeader(HeaderNames.DELIVERY).value())
                .map(id -> new String(id, StandardCharsets.UTF_8))
                .distinct()
                .toList();
    }

    private static List<String> deliveries() {
        return names(HELD).stream()
                .map(name -> DeliveryId.of(new TenantId("t"), new EventId(name), new DestinationId("d")))
                .map(DeliveryId::value)
                .toList();
    }

    private static String batch(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj("{\"tenant_id\":\"t\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }
}
