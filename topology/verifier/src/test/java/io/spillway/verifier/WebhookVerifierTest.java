package io.spillway.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors are those that the signer is held to. */
class WebhookVerifierTest {

    private static final Instant AT = Instant.ofEpochSecond(1_767_225_600);
    private static final byte[] BODY = utf8("{\"order\":\"o-17\",\"total\":42.5,\"note\":\"café\"}");
    private static final String SECRET = "relay-test-secret-01";

    /** A request with its secret. */
    record Signed(Profile profile, String secret, byte[] body, Instant at, Map<String, String> headers) {

        Signed with(String header, String value) {
            var changed = new HashMap<>(headers);
            changed.put(header, value);
            return new Signed(profile, secret, body, at, changed);
        }

        Verdict verdict(String... secrets) {
            return verdict(WebhookVerifier.of(profile, secrets), body, at);
        }

        Verdict verdict(WebhookVerifier verifier, byte[] arrived, Instant now) {
            return verifier.verify(name -> headers.get(name.toLowerCase(Locale.ROOT)), arrived, now);
        }

        @Override
        public String toString() {
            return profile.toString();
        }
    }

    static Stream<Signed> vectors() throws GeneralSecurityException {
        return Stream.of(
                vector(
                        Profile.DEFAULT,
                        "x-outpost-signature",
                        "v0=32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa"),
                vector(
                                Profile.HARBORHOOK,
                                "x-harborhook-signature",
                                "sha256=28b1a32b925067e6b094ecf201dbdaa6d0698697284a50bcdd9a49950a8fcc7a")
                        .with("x-harborhook-timestamp", "1767225600"),
                vector(Profile.ALGOHIRE, "x-algohire-signature", "MhgQAPLyLtPahFBz1m9kZiuDIlzcNzOl/3XbAky4Sao="),
                vector(
                        Profile.HOOK0_V0,
                        "x-hook0-signature",
                        "t=1767225600,v0=adfc9e7af68fe026bf597723456df25b50dd2de0fdb305a908e2f14f538dd24e"),
                vector(
                                Profile.HOOK0_V1,
                                "x-hook0-signature",
                                "t=1767225600,h=content-type x-event-id x-event-type,v1=d4174c058384a74e32ab2d2d7aabe51d4840442fa911d18df7411b3c31ad180a")
                        .with("content-type", "application/json")
                        .with("x-event-id", "0192f0aa-0000-7000-8000-000000000001")
                        .with("x-event-type", "shop.order.paid"),
                new Signed(
                        Profile.STANDARD,
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        utf8("{\"test\": 2432232314}"),
                        Instant.ofEpochSecond(1_614_265_330),
                        Map.of(
                                "webhook-id",
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                "webhook-timestamp",
                                "1614265330",
                                "webhook-signature",
                                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")),
                asymmetric());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldTakeWhatIsSignedWithAnyOfItsSecrets(Signed signed) {
        // given
        var other = other(signed);

        // then
        assertThat(signed.verdict(signed.secret())).isEqualTo(Verdict.GENUINE);
        assertThat(signed.verdict(other, signed.secret())).isEqualTo(Verdict.GENUINE);
        assertThat(signed.verdict(other)).isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldRefuseWhatWasChanged(Signed signed) {
        // given
        var verifier = WebhookVerifier.of(signed.profile(), signed.secret());
        var body = signed.body().clone();
        body[3] ^= 1;

        // then
        assertThat(signed.verdict(verifier, body, signed.at())).isEqualTo(Verdict.FORGED);
        assertThat(signed.verdict(verifier, new byte[0], signed.at())).isEqualTo(Verdict.FORGED);
        signed.headers().forEach((name, value) -> {
            var changed = signed.with(name, altered(value));
            assertThat(changed.verdict(verifier, signed.body(), signed.at()))
                    .as(name)
                    .isIn(Verdict.FORGED, Verdict.UNREADABLE);
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldRefuseWhatIsMissingOrNonsense(Signed signed) {
        // given
        var verifier = WebhookVerifier.of(signed.profile(), signed.secret());

        for (var nonsense :
                new @Nullable String[] {null, "", ",", "v0=", "v1,", "t=1,v0=zz,v1=zz,h=", "=;=", "\u0000"}) {
            for (var name : signed.headers().keySet()) {
                Function<String, @Nullable String> headers = asked -> asked.equalsIgnoreCase(name)
                        ? nonsense
                        : signed.headers().get(asked.toLowerCase(Locale.ROOT));

                // then
                assertThat(verifier.verify(headers, signed.body(), signed.at()))
                        .as(name + ": " + nonsense)
                        .isIn(Verdict.UNREADABLE, Verdict.FORGED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldMindTheTimeWhereItIsSigned(Signed signed) {
        // given
        var verifier = WebhookVerifier.of(signed.profile(), signed.secret());
        var patient = verifier.tolerating(Duration.ofDays(1));
        var timed = signed.profile() != Profile.DEFAULT && signed.profile() != Profile.ALGOHIRE;

        // then
        assertThat(signed.verdict(verifier, signed.body(), signed.at().plusSeconds(300)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(signed.verdict(verifier, signed.body(), signed.at().plusSeconds(301)))
                .isEqualTo(timed ? Verdict.TOO_OLD : Verdict.GENUINE);
        assertThat(signed.verdict(verifier, signed.body(), signed.at().minusSeconds(301)))
                .isEqualTo(timed ? Verdict.TOO_NEW : Verdict.GENUINE);
        assertThat(signed.verdict(patient, signed.body(), signed.at().plusSeconds(301)))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void shouldFindTheSignatureAmongSeveral() {
        // given
        var vector = vector(
                Profile.DEFAULT,
                "x-outpost-signature",
                "v0=00,zz,32181000f2f22ed3da845073d66f64662b83225cdc3733a5ff75db024cb849aa");

        // then
        assertThat(vector.verdict(SECRET)).isEqualTo(Verdict.GENUINE);
    }

    @Test
    void shouldSayWhatASecretMustLookLike() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookVerifier.of(Profile.STANDARD, "dontshowme"))
                .withMessage("this profile's keys begin with whsec_, and Base64 follows");
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookVerifier.of(Profile.STANDARD_V1A, "whpk_AAAA"));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookVerifier.of(Profile.STANDARD_V1A, "whsk_AAAA"));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookVerifier.of(Profile.DEFAULT));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookVerifier.of(Profile.DEFAULT, ""));
    }

    private static String altered(String value) {
        var at = value.length() * 2 / 3;
        return value.substring(0, at) + (value.charAt(at) == '0' ? '1' : '0') + value.substring(at + 1);
    }

    private static String other(Signed signed) {
        return switch (signed.profile()) {
            case STANDARD -> "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
            case STANDARD_V1A -> "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
            default -> "another";
        };
    }

    private static Signed vector(Profile profile, String header, String signature) {
        return new Signed(profile, SECRET, BODY, AT, Map.of(header, signature));
    }

    private static Signed asymmetric() throws GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var der = pair.getPublic().getEncoded();
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(utf8("evt_1.1767225600."));
        signature.update(BODY);
        return new Signed(
                Profile.STANDARD_V1A,
                "whpk_" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length)),
                BODY,
                AT,
                Map.of(
                        "webhook-id",
                        "evt_1",
                        "webhook-timestamp",
                        "1767225600",
                        "webhook-signature",
                        "v1,AAAA v1a," + Base64.getEncoder().encodeToString(signature.sign())));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
