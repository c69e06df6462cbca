package io.spillway.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.spillway.destination.EgressGuard;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteKeysIT {

    private final ECKey first = pair("1");
    private final ECKey second = pair("2");
    private KeyServer server;
    private Issuer issuer;

    @BeforeEach
    void start() {
        server = new KeyServer();
        issuer = issuer(EgressGuard.of("127.0.0.0/8"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Issuer issuer(EgressGuard egress) {
        var trusted = TrustedIssuer.list("""
                        [{"issuer":"https://id","jwks_url":"%s","audience":"us","tenant_claim":"sub"}]""".formatted(server.url())).getFirst();
        return new Issuer(
                trusted.name(),
                trusted.algorithms(),
                new RemoteKeys(trusted.keys(), egress, Duration.ofMinutes(4), Duration.ofMinutes(1)),
                new Issuer.Terms(Optional.of("us"), "sub", new RoleClaim.Everybody(), Duration.ofDays(1)));
    }

    private static ECKey pair(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Untrusted token(ECKey pair) {
        var genuine = Genuine.other(pair, JWSAlgorithm.ES256, "https://id");
        return Untrusted.read(Forgeries.controls(genuine, "acme").get("plain")).orElseThrow();
    }

    private static JWKSet set(ECKey... pairs) {
        return new JWKSet(Stream.of(pairs).<JWK>map(ECKey::toPublicJWK).toList());
    }

    private void assertUnavailable(ECKey pair) {
        assertThatThrownBy(() -> issuer.holder(token(pair)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void shouldFetchOnceAndKeep() {
        // given
        server.serves(set(first));
        // when
        for (var i = 0; i < 20; i++) {
            assertThat(issuer.holder(token(first))).isPresent();
        }
        // then
        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void shouldFetchAgainForAKeyThatItDoesNotKnowAndGoOnBelievingTheOldOne() {
        // given
        server.serves(set(first));
        assertThat(issuer.holder(token(first))).isPresent();
        // when
        server.serves(set(second, first));
        // then
        assertThat(issuer.holder(token(second))).isPresent();
        assertThat(issuer.holder(token(first))).isPresent();
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void shouldNotBeMadeToFetchAllTheTime() {
        // given
        server.serves(set(first));
        // when
        for (var i = 0; i < 50; i++) {
            assertThat(issuer.holder(token(pair("unknown-" + i)))).isEmpty();
        }
        // then
        assertThat(server.asked()).isLessThanOrEqualTo(2);
        assertThat(issuer.holder(token(first))).as("a known key is not held up").isPresent();
    }

    static List<MockResponse> unusable() {
        return List.of(
                new MockResponse.Builder().code(500).build(),
                new MockResponse.Builder().code(404).build(),
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "http://127.0.0.1/")
                        .build(),
                new MockResponse.Builder().body("<html>").build(),
                new MockResponse.Builder().body("{}").build(),
                new MockResponse.Builder()
                        .body("{\"keys\":[]" + " ".repeat(300_000) + "}")
                        .build());
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void shouldNotKnowRatherThanRefuseWhileThereAreNoKeys(MockResponse answer) {
        // given
        server.answers(answer);
        // when / then
        for (var i = 0; i < 5; i++) {
            assertUnavailable(first);
        }
        assertThat(server.asked()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldGoOnWithTheKeysThatItHasWhileTheServerIsAway() {
        // given
        server.serves(set(first));
        assertThat(issuer.holder(token(first))).isPresent();
        // when
        server.answers(new MockResponse.Builder().code(503).build());
        // then
        assertUnavailable(second);
        assertThat(issuer.holder(token(first))).isPresent();
    }

    @Test
    void shouldFetchThroughTheGuard() {
        // given
        server.serves(set(first));
        issuer = issuer(EgressGuard.of(""));
        // when / then
        assertUnavailable(first);
        assertThat(server.asked()).isZero();
    }

    @Test
    void shouldNotFetchForATokenThatCannotBeGood() {
        // given
        server.serves(set(first));
        var genuine = new Genuine(first, JWSAlgorithm.ES256, "{\"alg\":\"ES256\"}", "https://id", Optional.of("us"));
        // when
        var noName =
                Untrusted.read(Forgeries.controls(genuine, "acme").get("plain")).orElseThrow();
        // then
        assertThat(issuer.holder(noName)).isEmpty();
        assertThat(server.asked()).isZero();
    }
}
