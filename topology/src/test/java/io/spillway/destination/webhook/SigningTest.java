package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigningTest {

    private static final Instant AT = Instant.ofEpochSecond(1_767_225_600);
    private static final byte[] BODY =
            "{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "relay-test-secret-01";
    private static final String SIGNATURE = "32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa";

    @Nested
    class Default {

        private final Signing signing = Signing.from(Map.of());

        @Test
        void shouldMatchThePublishedVector() {
            assertThat(signing.sign("evt_1", AT, BODY, List.of(SECRET)))
                    .containsExactly(Map.entry("x-outpost-signature", "v0=" + SIGNATURE));
        }

        @Test
        void shouldSignWithBothSecretsCurrentFirst() {
            // when
            var header = signing.sign("evt_1", AT, BODY, List.of("new", SECRET)).get("x-outpost-signature");

            // then
            assertThat(header).startsWith("v0=").endsWith("," + SIGNATURE).hasSize(3 + 64 + 1 + 64);
        }

        @Test
        void shouldNotSignWithoutSecret() {
            assertThat(signing.sign("evt_1", AT, BODY, List.of())).isEmpty();
        }

        @Test
        void shouldGenerateHexadecimalSecrets() {
            assertThat(signing.newSecret(new Random(1))).matches("whsec_[0-9a-f]{64}");
        }
    }

    @Nested
    class Standard {

        private final Signing signing = Signing.from(Map.of("DESTINATIONS_WEBHOOK_MODE", "standard"));

        @Test
        void shouldMatchTheSpecificationsVector() {
            // given
            var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
            var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

            // when
            var headers = signing.sign(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), body, List.of(secret));

            // then
            assertThat(headers)
                    .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                    .containsEntry("webhook-timestamp", "1614265330")
                    .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        }

        @Test
        void shouldSatisfyTheReferenceLibraryDuringARotation() {
            // given
            var random = new Random(7);
            var current = signing.newSecret(random);
            var previous = signing.newSecret(random);
            var now = Instant.now();

            // when
            var signed = signing.sign("evt_1", now, BODY, List.of(current, previous));

            // then
            var headers = HttpHeaders.of(
                    signed.entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                    (name, value) -> true);
            var text = new String(BODY, StandardCharsets.UTF_8);
            assertThatCode(() -> new Webhook(current).verify(text, headers)).doesNotThrowAnyException();
            assertThatCode(() -> new Webhook(previous).verify(text, headers)).doesNotThrowAnyException();
            assertThat(signed.get("webhook-signature").split(" ")).hasSize(2);
        }

        @Test
        void shouldSatisfyTheReferenceLibraryForManyBodies() {
            // given
            var random = new Random(42);

            for (var round = 0; round < 200; round++) {
                var secret = signing.newSecret(random);
                var text = "{\"n\":" + random.nextLong() + ",\"t\":\"" + "é".repeat(random.nextInt(50)) + "\"}";
                var now = Instant.now();

                // when
                var signature = signing.sign(
                                "evt_" + round, now, text.getBytes(StandardCharsets.UTF_8), List.of(secret))
                        .get("webhook-signature");

                // then
                assertThat(reference(secret, "evt_" + round, now, text)).isEqualTo(signature);
            }
        }

        @Test
        void shouldAcceptItsOwnSecretsOnly() {
            assertThat(signing.accepts(signing.newSecret(new Random(1)))).isTrue();
            assertThat(signing.accepts("plain")).isFalse();
            assertThat(signing.accepts("whsec_")).isFalse();
            assertThat(signing.accepts("whsec_not base64!")).isFalse();
        }

        private static String reference(String secret, String id, Instant at, String text) {
            try {
                return new Webhook(secret).sign(id, at.getEpochSecond(), text);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void shouldRefuseAnUnknownMode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signing.from(Map.of("DESTINATIONS_WEBHOOK_MODE", "odd")))
                .withMessageContaining("DESTINATIONS_WEBHOOK_MODE");
    }
}
