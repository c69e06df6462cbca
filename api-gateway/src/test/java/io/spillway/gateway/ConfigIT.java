package io.spillway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigIT {

    @Test
    void shouldShowTheSettingsAndSayWhereTheyAreChanged() {
        try (var world = new World()) {
            // when
            var shown = world.get("/config");
            var changed = world.patch("/config", "{\"TOPICS\":null}");
            // then
            assertThat(shown.body()).isEqualTo("{\"TOPICS\":\"a,b\"}");
            assertThat(changed.status()).isEqualTo(400);
            assertThat(changed.at("/message").asText()).contains("environment variables");
        }
    }
}
