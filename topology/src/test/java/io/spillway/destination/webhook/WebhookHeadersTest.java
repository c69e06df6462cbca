package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WebhookHeadersTest {

    private static final Map<String, String> SECRET = Map.of("secret", "relay-test-secret-01");

    @Nested
    class Default {

        @Test
        void shouldCarryIdTimeTopicAndSignature() throws UnsendableException {
            // when
            var headers = headers(Map.of(), new Settings(Map.of(), SECRET, Map.of()), Map.of());

            // then
            assertThat(headers.toMultimap())
                    .containsOnlyKeys(
                            "x-outpost-event-id",
                            "x-outpost-timestamp",
                            "x-outpost-topic",
                            "x-outpost-signature",
                            "spillway-attempt",
                            "spillway-delivery");
            assertThat(headers.get("x-outpost-event-id")).isEqualTo("evt_1");
            assertThat(headers.get("x-outpost-timestamp")).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(headers.get("x-outpost-topic")).isEqualTo("order.paid");
            assertThat(headers.get("x-outpost-signature"))
                    .isEqualTo("v0=32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa");
            assertThat(headers.get("spillway-attempt")).isEqualTo("1");
        }

        @Test
        void shouldLetEventOverrideDestinationOverrideSystem() throws UnsendableException {
            // given
            var settings = new Settings(
                    Map.of("custom_headers", "{\"X-Outpost-A\":\"custom\",\"X-Own\":\"own\"}"),
                    SECRET,
                    Map.of("a", "destination", "b", "destination", "topic", "mine"));

            // when
            var headers = headers(Map.of(), settings, Map.of("a", "event", "signature", "forged"));

            // then
            assertThat(headers.get("x-outpost-a")).isEqualTo("event");
            assertThat(headers.values("x-outpost-a")).hasSize(1);
            assertThat(headers.get("x-outpost-b")).isEqualTo("destination");
            assertThat(headers.get("x-outpost-topic")).isEqualTo("mine");
            assertThat(headers.get("x-own")).isEqualTo("own");
            assertThat(headers.values("x-outpost-signature")).hasSize(1).noneMatch("forged"::equals);
        }

        @Test
        void shouldSendTextBeyondAscii() throws UnsendableException {
            assertThat(headers(Map.of(), Settings.NONE, Map.of("name", "Zoë")).get("x-outpost-name"))
                    .isEqualTo("Zoë");
        }

        @Test
        void shouldRefuseWhatWouldBreakOutOfAHeader() {
            for (var metadata : List.of(
                    Map.of("a", "x\r\nInjected: y"),
                    Map.of("a", "x\ny"),
                    Map.of("a", "x\u0000y"),
                    Map.of("a b", "x"),
                    Map.of("a:b", "x"),
                    Map.of("a\r\nb", "x"),
                    Map.of("é", "x"))) {
                assertThatExceptionOfType(UnsendableException.class)
                        .isThrownBy(() -> headers(Map.of(), Settings.NONE, metadata));
            }
        }

        @Test
        void shouldRefuseReservedNamesWithoutPrefix() {
            assertThatExceptionOfType(UnsendableException.class)
                    .isThrownBy(() -> headers(
                            Map.of("DESTINATIONS_WEBHOOK_HEADER_PREFIX", " "), Settings.NONE, Map.of("host", "evil")));
        }

        @Test
        void shouldNameHeadersAsConfigured() throws UnsendableException {
            // when
            var headers = headers(
                    Map.of(
                            "DESTINATIONS_WEBHOOK_HEADER_PREFIX", "x-acme-",
                            "DESTINATIONS_WEBHOOK_TOPIC_HEADER_NAME", "",
                            "DESTINATIONS_WEBHOOK_SIGNATURE_HEADER_NAME", "X-Sig"),
                    new Settings(Map.of(), SECRET, Map.of()),
                    Map.of());

            // then
            assertThat(headers.toMultimap())
                    .containsOnlyKeys(
                            "x-acme-event-id", "x-acme-timestamp", "x-sig", "spillway-attempt", "spillway-delivery");
        }
    }

    @Nested
    class Standard {

        private static final Map<String, String> MODE = Map.of("DESTINATIONS_WEBHOOK_MODE", "standard");
        private static final Map<String, String> SECRET = Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        @Test
        void shouldCarryStandardHeadersAndMetadataTwice() throws UnsendableException {
            // when
            var headers =
                    headers(MODE, new Settings(Map.of(), SECRET, Map.of("c", "d")), Map.of("a", "b", "host", "evil"));

            // then
            assertThat(headers.toMultimap())
                    .containsOnlyKeys(
                            "webhook-id",
                            "webhook-timestamp",
                            "webhook-signature",
                            "webhook-topic",
                            "webhook-a",
                            "webhook-c",
                            "webhook-host",
                            "a",
                            "spillway-attempt",
                            "spillway-delivery");
            assertThat(headers.get("webhook-timestamp")).isEqualTo("1767225600");
        }

        @Test
        void shouldNotLetMetadataReplaceIdOrSignature() throws UnsendableException {
            // when
            var headers = headers(
                    MODE,
                    new Settings(Map.of(), SECRET, Map.of()),
                    Map.of("id", "forged", "webhook-signature", "forged"));

            // then
            assertThat(headers.values("webhook-id")).containsExactly("evt_1");
            assertThat(headers.get("webhook-signature")).startsWith("v1,");
        }

        @Test
        void shouldRefuseToSignWithAnUnusableSecret() {
            assertThatExceptionOfType(UnsendableException.class)
                    .isThrownBy(
                            () -> headers(MODE, new Settings(Map.of(), Map.of("secret", "plain"), Map.of()), Map.of()))
                    .withMessageNotContaining("plain");
        }
    }

    private static Headers headers(Map<String, String> variables, Settings settings, Map<String, String> metadata)
            throws UnsendableException {
        return WebhookHeaders.of(
                Samples.delivery(Samples.BODY, metadata),
                settings,
                Samples.ATTEMPTING,
                Profiles.from(variables).of(Optional.empty()));
    }
}
