package io.spillway.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Vault;
import io.spillway.domain.TenantId;
import io.spillway.gateway.MemorySettings;
import io.spillway.gateway.auth.Scope;
import io.spillway.gateway.http.ApiException;
import java.lang.management.ManagementFactory;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every issuer that is believed, and every way to be believed wrongly. */
class TokensIT {

    private static final String TENANT = "acme";
    private static final Vault VAULT = Vault.of("a secret for tests");
    private static final byte[] SECRET =
            "a secret for tokens, of 64 bytes, as HS512 would need it, too...".getBytes(UTF_8);
    private static final Duration LONGEST_WORK = Duration.ofMillis(20);

    private static KeyServer keys;
    private static Tokens tokens;
    private static List<Genuine> issuers;

    @BeforeAll
    static void start() throws JOSEException, ParseException {
        keys = new KeyServer();
        var rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        var ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
        keys.serves(new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())));
        var settings = new MemorySettings();
        var own = new OwnTokens(settings, VAULT, Duration.ofDays(90));
        own.rotate(Instant.now(), false);
        tokens = new TokenSettings(
                        new TenantTokens(List.of(SECRET), ""),
                        Duration.ofDays(1),
                        Duration.ofDays(90),
                        TrustedIssuer.list(
                                "[%s,%s]".formatted(trusted("https://rsa", "RS256"), trusted("https://ec", "ES256"))),
                        EgressGuard.of("127.0.0.0/8"))
                .believed(own);
        issuers = List.of(
                new Genuine(
                        new OctetSequenceKey.Builder(SECRET).build(),
                        JWSAlgorithm.HS256,
                        "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
                        "outpost",
                        Optional.empty()),
                Genuine.own(settings.values.values().iterator().next(), VAULT),
                Genuine.other(rsa, JWSAlgorithm.RS256, "https://rsa"),
                Genuine.other(ec, JWSAlgorithm.ES256, "https://ec"));
        issuers.forEach(TokensIT::awaitKeys);
    }

    /** The first fetch may take longer than is waited for a key set. */
    private static void awaitKeys(Genuine issuer) {
        var token = Forgeries.controls(issuer, TENANT).get("plain");
        await().ignoreException(ApiException.class)
                .until(() -> tokens.holder(token).isPresent());
    }

    @AfterAll
    static void stop() {
        keys.close();
    }

    private static String trusted(String issuer, String algorithm) {
        return """
                {"issuer":"%s","jwks_url":"%s","audience":"us","algorithms":["%s"],"tenant_claim":"sub"}""".formatted(issuer, keys.url(), algorithm);
    }

    private static Stream<Genuine> issuers() {
        return issuers.stream();
    }

    @ParameterizedTest
    @MethodSource("issuers")
    void shouldBelieveWhatIsGenuine(Genuine issuer) {
        Forgeries.controls(issuer, TENANT).forEach((what, token) -> {
            // when
            var holder = tokens.holder(token);
            // then
            assertThat(holder).as(what).isPresent();
            assertThat(holder.orElseThrow().tenant()).contains(new TenantId(TENANT));
            assertThat(holder.orElseThrow().may(Scope.MANAGE)).isTrue();
            assertThat(holder.orElseThrow().may(Scope.PUBLISH)).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("issuers")
    void shouldBelieveNoForgeryAndSaySoQuickly(Genuine issuer) {
        // given
        Forgeries.controls(issuer, TENANT).values().forEach(tokens::holder);
        var forgeries = Forgeries.of(issuer, TENANT);
        var believed = new ArrayList<String>();
        // when
        forgeries.forEach((what, token) -> {
            tokens.holder(token).ifPresent(anybody -> believed.add(what));
            assertThat(leastWork(token)).as(what).isLessThan(LONGEST_WORK);
        });
        // then
        assertThat(forgeries).hasSizeGreaterThan(40);
        assertThat(believed).isEmpty();
    }

    /** Of several tries, since what a machine does besides may count as work of this thread. */
    private static Duration leastWork(String token) {
        var least = LONGEST_WORK;
        for (var attempt = 0; attempt < 20 && least.compareTo(LONGEST_WORK) >= 0; attempt++) {
            var before = cpu();
            var unused = tokens.holder(token);
            least = cpu().minus(before);
        }
        return least;
    }

    /** Of this thread, so that a busy machine does not count. */
    private static Duration cpu() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }
}
