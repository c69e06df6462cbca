package io.spillway.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secret that settings are sealed with is replaced, while a delivery waits that was sealed with the old one. */
class ResealingIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String DESTINATION = "/tenants/t/destinations/d";

    @TempDir
    private Path folder;

    @Test
    void shouldNotNeedTheOldSecretAnyMore() {
        try (var receiver = new Receiver()) {
            receiver.answers("/d", n -> n == 1 ? 503 : 200);

            // given
            String token;
            String secret;
            String updated;
            try (var spillway = start("old")) {
                spillway.tenant("t");
                var created = spillway.webhook(
                        "t", "d", receiver.url("/d"), ",\"policy\":{\"schedule\":{\"kind\":\"fixed\",\"seconds\":40}}");
                secret = created.at("/credentials/secret").asText();
                updated = created.at("/updated_at").asText();
                token = spillway.post("/token", "{\"tenant_id\":\"t\"}")
                        .json()
                        .at("/token")
                        .asText();
                spillway.publish("t", "e1", "{\"n\":1}");
                await().atMost(SOON)
                        .until(() -> !spillway.get("/attempts?tenant_id=t")
                                .json()
                                .at("/models")
                                .isEmpty());
            }

            // when
            try (var spillway = start("new, old")) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(metrics(spillway))
                                .contains(
                                        "spillway_settings_sealed{secret=\"first\"} 1.0",
                                        "spillway_settings_sealed{secret=\"older\"} 0.0"));

                // then
                var resealed = spillway.get(DESTINATION).json();
                assertThat(resealed.at("/version").asInt()).isEqualTo(2);
                assertThat(resealed.at("/updated_at").asText()).isEqualTo(updated);
            }
            try (var spillway = start("new")) {
                spillway.publish("t", "e2", "{\"n\":2}");
                await().atMost(SOON).until(() -> receiver.at("/d").size() == 3);
                assertThat(receiver.at("/d"))
                        .allSatisfy(request -> assertThat(request.header("x-outpost-signature"))
                                .contains("v0=" + SpineIT.hmac(secret, request.body())));
                assertThat(spillway.call("GET", DESTINATION, "", token).status())
                        .isEqualTo(200);
                assertThat(metrics(spillway)).doesNotContain("spillway_settings_sealed");
            }
        }
    }

    private Local start(String secrets) {
        return Local.start(folder, Map.of("AES_ENCRYPTION_SECRET", secrets));
    }

    private static String metrics(Local spillway) {
        try (var scraped = URI.create(spillway.url() + "/metrics").toURL().openStream()) {
            return new String(scraped.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
