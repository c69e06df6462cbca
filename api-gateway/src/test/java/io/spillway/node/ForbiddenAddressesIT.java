package io.spillway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.gateway.openapi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * URLs of forbidden addresses, brought in by every way that there is: refused when a destination is created or changed, and
 * blocked where they were saved while the operator still allowed them. A listener on the machine itself sees nothing.
 */
class ForbiddenAddressesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LISTS = Path.of("..", "topology", "src", "test", "resources");
    private static final String DESTINATIONS = "/tenants/t/destinations";

    private final AtomicInteger arrivals = new AtomicInteger();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0);
        Thread.startVirtualThread(this::count);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    @Test
    void shouldBeRefusedOrBlockedWhateverTheWay(@TempDir Path folder) throws IOException {
        var saved = savedWhileAllowed(folder);

        // Retries of its own would be in the way of those by hand.
        var settings = Map.of("EGRESS_ALLOW", "", "MAX_DESTINATIONS_PER_TENANT", "1000", "RETRY_SCHEDULE", "3600");
        try (var spillway = Local.start(folder, settings)) {
            assertThatNoneIsSaved(spillway);
            assertThatOthersAreSaved(spillway);
            assertThatDeliveriesAreBlocked(spillway, saved);
            assertThatTestsAndRetriesAreBlocked(spillway, saved);
        }
        assertThat(arrivalsAfterAProbe()).isEqualTo(1);
    }

    /** The ids of the destinations that could be saved: those whose URL has one reading only. */
    private List<String> savedWhileAllowed(Path folder) throws IOException {
        var settings = Map.of("EGRESS_ALLOW", "0.0.0.0/0,::/0", "MAX_DESTINATIONS_PER_TENANT", "1000");
        var ids = new ArrayList<String>();
        try (var spillway = Local.start(folder, settings)) {
            spillway.tenant("t");
            for (var url : forbidden()) {
                var id = "d" + ids.size();
                if (create(spillway, id, url).status() == 201) {
                    ids.add(id);
                }
            }
        }
        assertThat(ids).hasSizeGreaterThan(60);
        return ids;
    }

    private void assertThatNoneIsSaved(Local spillway) throws IOException {
        create(spillway, "public", "https://example.com/");
        spillway.call("PUT", DESTINATIONS + "/public/disable", "");
        for (var url : forbidden()) {
            var created = create(spillway, "new", url);
            var changed = spillway.call("PATCH", DESTINATIONS + "/public", "{\"config\":{\"url\":" + json(url) + "}}");
            assertThat(List.of(created.status(), changed.status())).as(url).containsOnly(422);
            assertThat(created.json().at("/data/0").asText()).as(url).startsWith("config.url ");
        }
    }

    private static void assertThatOthersAreSaved(Local spillway) throws IOException {
        var urls = JSON.readValue(LISTS.resolve("public-urls.json").toFile(), new TypeReference<List<String>>() {});
        for (var url : urls) {
            var changed = spillway.call("PATCH", DESTINATIONS + "/public", "{\"config\":{\"url\":" + json(url) + "}}");
            assertThat(changed.status()).as(url).isEqualTo(200);
        }
    }

    private static void assertThatDeliveriesAreBlocked(Local spillway, List<String> saved) {
        spillway.publish("t", "evt", "{}");
        await().atMost(Duration.ofMinutes(3)).until(() -> attempts(spillway).size() >= saved.size());
        assertThat(attempts(spillway)).allSatisfy(ForbiddenAddressesIT::assertBlocked);
    }

    private static void assertThatTestsAndRetriesAreBlocked(Local spillway, List<String> saved) {
        for (var id : saved) {
            assertBlocked(spillway.post(DESTINATIONS + "/" + id + "/test", "{}").json());
            var retry = spillway.post("/retry", "{\"event_id\":\"evt\",\"destination_id\":\"" + id + "\"}");
            assertThat(retry.status()).isEqualTo(202);
        }
        var manual = saved.size() * 2;
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            var all = attempts(spillway);
            return all.stream()
                            .filter(attempt -> attempt.at("/manual").booleanValue())
                            .count()
                    == manual;
        });
        assertThat(attempts(spillway)).allSatisfy(ForbiddenAddressesIT::assertBlocked);
    }

    private static void assertBlocked(JsonNode attempt) {
        assertThat(attempt.at("/error").asText()).as(attempt.toString()).isEqualTo("blocked");
    }

    private static List<JsonNode> attempts(Local spillway) {
        return spillway.get("/attempts?limit=1000")
                .json()
                .at("/models")
                .valueStream()
                .toList();
    }

    private static Answer create(Local spillway, String id, String url) {
        return spillway.post(DESTINATIONS, """
                {"id":"%s","type":"webhook","topics":["*"],"config":{"url":%s}}""".formatted(id, json(url)));
    }

    private List<String> forbidden() throws IOException {
        var groups = JSON.readValue(
                LISTS.resolve("forbidden-urls.json").toFile(), new TypeReference<Map<String, List<String>>>() {});
        return groups.values().stream()
                .flatMap(Collection::stream)
                .map(url -> url.replace("{port}", Integer.toString(listener.getLocalPort())))
                .toList();
    }

    private static String json(String text) {
        return JSON.valueToTree(text).toString();
    }

    /** Connections are accepted in order, so that once ours is counted all before it are. */
    private int arrivalsAfterAProbe() throws IOException {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
            await().until(() -> probe.getInputStream().read() < 0);
        }
        return arrivals.get();
    }

    private void count() {
        while (!listener.isClosed()) {
            try {
                var connection = listener.accept();
                arrivals.incrementAndGet();
                connection.close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
