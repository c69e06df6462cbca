package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.DestinationTypes;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookTypeTest {

    private final DestinationTypes types =
            DestinationTypes.load(new Surroundings(Map.of(), EgressGuard.of(""), "Spillway/test"));

    @AfterEach
    void close() {
        types.close();
    }

    @Test
    void shouldBeFoundOnTheClassPath() {
        assertThat(types.find("webhook")).isPresent();
        assertThat(types.find("pigeon")).isEmpty();
    }

    @Test
    void shouldAskForAUrl() {
        assertThat(problems(Map.of())).containsExactly("config.url is required");
        assertThat(problems(Map.of("url", "example.com"))).containsExactly("config.url failed pattern validation");
        assertThat(problems(Map.of("url", "https://"))).containsExactly("config.url failed pattern validation");
        assertThat(problems(Map.of("url", "https://example.com/hook"))).isEmpty();
    }

    @Test
    void shouldObjectToForbiddenPlaces() {
        assertThat(problems(Map.of("url", "http://169.254.169.254/")))
                .containsExactly("config.url must not point to an address that deliveries cannot reach");
    }

    @Test
    void shouldCheckCustomHeaders() {
        assertThat(custom("{\"X-A\":\"1\",\"Authorization\":\"Bearer x\"}")).isEmpty();
        assertThat(custom("")).isEmpty();
        assertThat(custom("[]")).containsExactly("config.custom_headers failed invalid validation");
        assertThat(custom("{\"a\":1}")).containsExactly("config.custom_headers failed invalid validation");
        assertThat(custom("{} x")).containsExactly("config.custom_headers failed invalid validation");
        assertThat(custom("{\"X A\":\"1\"}")).containsExactly("config.custom_headers.x a failed pattern validation");
        assertThat(custom("{\"Host\":\"1\"}")).containsExactly("config.custom_headers.host is forbidden");
        assertThat(custom("{\"Transfer-Encoding\":\"1\"}"))
                .containsExactly("config.custom_headers.transfer-encoding is forbidden");
        assertThat(custom("{\"X-A\":\"\"}")).containsExactly("config.custom_headers.x-a is required");
        assertThat(custom("{\"X-A\":\"a\\r\\nb\"}"))
                .containsExactly("config.custom_headers.x-a failed pattern validation");
    }

    @Test
    void shouldShowItsUrlAsTarget() {
        assertThat(types.find("webhook").orElseThrow().target(settings(Map.of("url", "https://example.com/hook"))))
                .isEqualTo("https://example.com/hook");
    }

    private List<String> custom(String headers) {
        return problems(Map.of("url", "https://example.com/", "custom_headers", headers));
    }

    private List<String> problems(Map<String, String> config) {
        return types.find("webhook").orElseThrow().problems(settings(config));
    }

    private static Settings settings(Map<String, String> config) {
        return new Settings(config, Map.of(), Map.of());
    }
}
