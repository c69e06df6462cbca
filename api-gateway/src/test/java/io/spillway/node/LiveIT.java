package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.embedded.Ports;
import io.spillway.node.LiveReader.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live feed of a whole node. {@code -Dspillway.proof.live=600} says how many seconds it is read across a restart. */
class LiveIT {

    private static final Duration SPAN = Duration.ofSeconds(Integer.getInteger("spillway.proof.live", 4));
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int BATCH = 20;

    @TempDir
    private Path folder;

    private final Map<String, String> ports =
            Map.of("API_PORT", Integer.toString(Ports.free()), "KAFKA_PORT", Integer.toString(Ports.free()));

    @Test
    void shouldMissNothingAcrossARestart() throws InterruptedException {
        var published = 0;
        try (var receiver = new Receiver();
                var reader = LiveReader.start(this::url, Local.KEY, "")) {
            // given
            try (var spillway = Local.start(folder, ports)) {
                spillway.tenant("t");
                spillway.webhook("t", "good", receiver.url("/good"), "");
                spillway.webhook("t", "flaky", receiver.url("/flaky"), """
                        ,"policy":{"schedule":{"kind":"list","seconds":[1]}}""");
                receiver.answers("/flaky", n -> n % 3 == 0 ? 500 : 200);
                await().atMost(SOON).until(reader::isConnected);
                published = publish(spillway, published);
            }

            // when
            try (var spillway = Local.start(folder, ports)) {
                published = publish(spillway, published);
                var deliveries = 2 * published;
                await().atMost(Duration.ofMinutes(5)).until(() -> ended(reader).size() == deliveries);

                // then
                var attempts = all(spillway, "/attempts?tenant_id=t&limit=1000", "id");
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(ids(reader.of("attempt"))).isEqualTo(attempts));
                assertThat(reader.of("attempt")).as("each was told once").hasSize(attempts.size());
                assertThat(states(reader)).isEqualTo(states(spillway));
                assertThat(numbers(reader))
                        .allSatisfy((_, numbers) -> assertThat(numbers).isSorted());
                assertThat(reader.of("gap")).isEmpty();
                assertThat(reader.statuses()).as("it was broken off").hasSizeGreaterThan(1);
                assertThat(reader.of("end"))
                        .extracting(end -> end.text("reason"))
                        .contains("closing")
                        .isSubsetOf("closing", "slow", "away");
            }
        }
    }

    private String url() {
        return "http://127.0.0.1:" + ports.get("API_PORT") + "/api/v1/live?tenant_id=t";
    }

    /** Publishes for half of the span; returns how many there are by then. */
    private static int publish(Local spillway, int before) throws InterruptedException {
        var until = System.nanoTime() + SPAN.toNanos() / 2;
        var published = before;
        while (System.nanoTime() < until) {
            var answer = spillway.post("/publish/batch", batch(published));
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().at("/results").valueStream())
                    .hasSize(BATCH)
                    .noneMatch(result -> result.has("status"));
            published += BATCH;
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return published;
    }

    private static String batch(int from) {
        return IntStream.range(from, from + BATCH)
                .mapToObj("{\"tenant_id\":\"t\",\"id\":\"e%d\",\"data\":{}}"::formatted)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private static Set<String> ids(List<Event> events) {
        return events.stream().map(event -> event.text("id")).collect(Collectors.toSet());
    }

    private static Set<String> ended(LiveReader reader) {
        return ids(reader.of("delivery").stream()
                .filter(event -> Set.of("delivered", "dead").contains(event.text("state")))
                .toList());
    }

    /** The last state that each delivery was told to be in. */
    private static Map<String, String> states(LiveReader reader) {
        return reader.of("delivery").stream()
                .collect(Collectors.toMap(event -> event.text("id"), event -> event.text("state"), (_, last) -> last));
    }

    private static Map<String, String> states(Local spillway) {
        return pages(spillway, "/deliveries?tenant_id=t&limit=1000").stream()
                .collect(Collectors.toMap(
                        row -> row.path("id").asText(), row -> row.path("state").asText()));
    }

    /** The numbers of each delivery's attempts, as they were told. */
    private static Map<String, List<Integer>> numbers(LiveReader reader) {
        return reader.of("attempt").stream()
                .collect(Collectors.groupingBy(
                        event -> event.text("delivery_id"),
                        Collectors.mapping(
                                event -> event.data().path("attempt_number").asInt(), Collectors.toList())));
    }

    private static Set<String> all(Local spillway, String path, String field) {
        var found = new HashSet<String>();
        pages(spillway, path).forEach(row -> found.add(row.path(field).asText()));
        return found;
    }

    private static List<JsonNode> pages(Local spillway, String path) {
        var found = new ArrayList<JsonNode>();
        var next = "";
        do {
            var page =
                    spillway.get(path + (next.isEmpty() ? "" : "&next=" + next)).json();
            page.path("models").forEach(found::add);
            next = page.at("/pagination/next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));
        return found;
    }
}
