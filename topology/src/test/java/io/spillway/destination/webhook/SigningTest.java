package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import io.spillway.domain.SignatureProfile;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import okhttp3.Headers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigningTest {

    private static final Instant AT = Instant.ofEpochSecond(1_767_225_600);
    private static final byte[] BODY = utf8("{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}");
    private static final String SECRET = "relay-test-secret-01";
    private static final String SIGNATURE = "32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa";

    @Nested
    class Default {

        private final Signing signing = signing(SignatureProfile.DEFAULT);

        @Test
        void shouldMatchThePublishedVector() {
            assertThat(signing.sign(message("evt_1", AT, BODY), List.of(SECRET)))
                    .containsExactly(Map.entry("x-outpost-signature", "v0=" + SIGNATURE));
        }

        @Test
        void shouldSignWithBothSecretsCurrentFirst() {
            // when
            var header = signing.sign(message("evt_1", AT, BODY), List.of("new", SECRET))
                    .get("x-outpost-signature");

            // then
            assertThat(header).startsWith("v0=").endsWith("," + SIGNATURE).hasSize(3 + 64 + 1 + 64);
        }

        @Test
        void shouldNotSignWithoutSecret() {
            assertThat(signing.sign(message("evt_1", AT, BODY), List.of())).isEmpty();
        }

        @Test
        void shouldGenerateHexadecimalSecrets() {
            assertThat(signing.secrets().generated(new Random(1))).matches("whsec_[0-9a-f]{64}");
        }
    }

    @Nested
    class Standard {

        private final Signing signing = signing(SignatureProfile.STANDARD);

        @Test
        void shouldMatchTheSpecificationsVector() {
            // given
            var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
            var message = message(
                    "msg_p5jXN8AQM9LWM0D4loKWxJek",
                    Instant.ofEpochSecond(1_614_265_330),
                    utf8("{\"test\": 2432232314}"));

            // when
            var headers = signing.sign(message, List.of(secret));

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
            var current = signing.secrets().generated(random);
            var previous = signing.secrets().generated(random);

            // when
            var signed = signing.sign(message("evt_1", Instant.now(), BODY), List.of(current, previous));

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
                var secret = signing.secrets().generated(random);
                var text = "{\"n\":" + random.nextLong() + ",\"t\":\"" + "é".repeat(random.nextInt(50)) + "\"}";
                var now = Instant.now();

                // when
                var signature = signing.sign(message("evt_" + round, now, utf8(text)), List.of(secret))
                        .get("webhook-signature");

                // then
                assertThat(reference(secret, "evt_" + round, now, text)).isEqualTo(signature);
            }
        }

        @Test
        void shouldAcceptItsOwnSecretsOnly() {
            assertThat(signing.secrets().accepts(signing.secrets().generated(new Random(1))))
                    .isTrue();
            assertThat(signing.secrets().accepts("plain")).isFalse();
            assertThat(signing.secrets().accepts("whsec_")).isFalse();
            assertThat(signing.secrets().accepts("whsec_not base64!")).isFalse();
        }

        private static String reference(String secret, String id, Instant at, String text) {
            try {
                return new Webhook(secret).sign(id, at.getEpochSecond(), text);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class StandardV1a {

        /** RFC 8032, section 7.1, test 1. */
        private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

        private static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        private static final String EMPTY_SIGNED =
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

        private final Signing signing = signing(SignatureProfile.STANDARD_V1A);

        @Test
        void shouldMatchThePublishedVector() {
            // given
            var pair = Ed25519.read(secret(SEED + PUBLIC)).orElseThrow();

            // then
            assertThat(HexFormat.of().formatHex(pair.sign(new byte[0]))).isEqualTo(EMPTY_SIGNED);
            assertThat(pair.isPair()).isTrue();
            assertThat(pair.publicKey())
                    .isEqualTo("whpk_"
                            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(PUBLIC)));
        }

        @Test
        void shouldSignIdTimeAndBodyWithEachKey() throws GeneralSecurityException {
            // given
            var random = new Random(3);
            var keys = List.of(
                    signing.secrets().generated(random), signing.secrets().generated(random));

            // when
            var headers = signing.sign(message("evt_1", AT, BODY), keys);

            // then
            var signatures = headers.get("webhook-signature").split(" ");
            assertThat(headers).containsEntry("webhook-id", "evt_1").containsEntry("webhook-timestamp", "1767225600");
            assertThat(signatures).hasSize(2).allMatch(signature -> signature.startsWith("v1a,"));
            for (var i = 0; i < keys.size(); i++) {
                var publicKey = Ed25519.read(keys.get(i)).orElseThrow().publicKey();
                assertThat(verifies(publicKey, signatures[i].substring(4))).isTrue();
            }
        }

        @Test
        void shouldGenerateTheSameKeysFromTheSameRandomness() {
            assertThat(signing.secrets().generated(new Random(1)))
                    .isEqualTo(signing.secrets().generated(new Random(1)))
                    .isNotEqualTo(signing.secrets().generated(new Random(2)))
                    .matches("whsk_[A-Za-z0-9+/]{86}==");
        }

        @Test
        void shouldAcceptPairsThatBelongTogetherOnly() {
            assertThat(signing.secrets().accepts(signing.secrets().generated(new Random(1))))
                    .isTrue();
            assertThat(signing.secrets().accepts(secret(SEED + SEED))).isFalse();
            assertThat(signing.secrets().accepts(secret(SEED))).isFalse();
            assertThat(signing.secrets().accepts("whsk_not base64!")).isFalse();
            assertThat(signing.secrets().accepts("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                    .isFalse();
        }

        private static String secret(String hex) {
            return "whsk_" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        }

        private static boolean verifies(String publicKey, String signature) throws GeneralSecurityException {
            var der = HexFormat.of().formatHex(Base64.getDecoder().decode(publicKey.substring(5)));
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex("302a300506032b6570032100" + der))));
            verifier.update(utf8("evt_1.1767225600."));
            verifier.update(BODY);
            return verifier.verify(Base64.getDecoder().decode(signature));
        }
    }

    @Nested
    class Others {

        private static final Headers SENT = new Headers.Builder()
                .add("x-event-id", "0192f0aa-0000-7000-8000-000000000001")
                .add("x-event-type", "shop.order.paid")
                .build();

        @Test
        void shouldMatchTheVectorOfHarborhook() {
            assertThat(signed(SignatureProfile.HARBORHOOK))
                    .containsOnly(
                            Map.entry("x-harborhook-timestamp", "1767225600"),
                            Map.entry(
                                    "x-harborhook-signature",
                                    "sha256=28b1a32b925067e6b094ecf201dbdaa6d0698697284a50bcdd9a49950a8fcc7a"));
        }

        @Test
        void shouldMatchTheVectorOfAlgohire() {
            assertThat(signed(SignatureProfile.ALGOHIRE))
                    .containsOnly(Map.entry("x-algohire-signature", "MhgQAPLyLtPahFBz1m9kZiuDIlzcNzOl/3XbAky4Sao="));
        }

        @Test
        void shouldMatchTheVectorsOfHook0() {
            assertThat(signed(SignatureProfile.HOOK0_V0))
                    .containsOnly(Map.entry(
                            "x-hook0-signature",
                            "t=1767225600,v0=adfc9e7af68fe026bf597723456df25b50dd2de0fdb305a908e2f14f538dd24e"));
            assertThat(signed(SignatureProfile.HOOK0_V1))
                    .containsOnly(
                            Map.entry(
                                    "x-hook0-signature",
                                    "t=1767225600,h=content-type x-event-id x-event-type,v1=d4174c058384a74e32ab2d2d7aabe51d4840442fa911d18df7411b3c31ad180a"));
        }

        @Test
        void shouldSignWithTheCurrentSecretWhereThereIsRoomForOne() {
            for (var profile : List.of(
                    SignatureProfile.HARBORHOOK,
                    SignatureProfile.ALGOHIRE,
                    SignatureProfile.HOOK0_V0,
                    SignatureProfile.HOOK0_V1)) {
                // when
                var both = signing(profile).sign(new Message("evt_1", AT, BODY, SENT), List.of(SECRET, "old"));

                // then
                assertThat(both).isEqualTo(signed(profile));
            }
        }

        private static Map<String, String> signed(SignatureProfile profile) {
            return signing(profile).sign(new Message("evt_1", AT, BODY, SENT), List.of(SECRET));
        }
    }

    @Test
    void shouldNotTakeAPrivateKeyForASharedSecret() {
        assertThat(SecretKind.TEXT.accepts(SecretKind.ED25519.generated(new Random(1))))
                .isFalse();
    }

    @Test
    void shouldNameHeadersOfOtherProfilesAsTheirReceiversExpect() {
        // given
        var profiles = Profiles.from(Map.of("DESTINATIONS_WEBHOOK_HEADER_PREFIX", "x-acme-"));

        // then
        assertThat(profiles.of(Optional.empty()).metadataHeader("topic")).contains("x-acme-topic");
        assertThat(profiles.of(Optional.of(SignatureProfile.DEFAULT)).metadataHeader("topic"))
                .contains("x-acme-topic");
        assertThat(profiles.of(Optional.of(SignatureProfile.STANDARD)).metadataHeader("topic"))
                .contains("webhook-topic");
        assertThat(profiles.of(Optional.of(SignatureProfile.ALGOHIRE)).metadataHeader("topic"))
                .contains("x-algohire-event-type");
    }

    @Test
    void shouldRefuseAnUnknownMode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profiles.from(Map.of("DESTINATIONS_WEBHOOK_MODE", "odd")))
                .withMessage("DESTINATIONS_WEBHOOK_MODE must be one of default, standard, standard-v1a, harborhook,"
                        + " algohire, hook0-v0, hook0-v1, not odd");
    }

    private static Signing signing(SignatureProfile profile) {
        return Profiles.from(Map.of()).of(Optional.of(profile));
    }

    private static Message message(String id, Instant at, byte[] body) {
        return new Message(id, at, body, Headers.of());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
