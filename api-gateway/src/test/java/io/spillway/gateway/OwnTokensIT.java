package io.spillway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.destination.Vault;
import io.spillway.gateway.World.Answered;
import io.spillway.gateway.token.Forgeries;
import io.spillway.gateway.token.Genuine;
import io.spillway.gateway.topic.TopicRules;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnTokensIT {

    private static final String UNAUTHORIZED = "{\"status\":401,\"message\":\"unauthorized\"}";

    private World world;

    @BeforeEach
    void start() {
        world = new World("the-key", new TopicRules(List.of(), false));
        world.put("/tenants/acme", "");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private String token(String body) {
        var answer = world.post("/token", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.at("/token").asText();
    }

    private Answered with(String token, String method, String path) {
        return world.call(method, path, "{}".getBytes(UTF_8), Map.of("Authorization", "Bearer " + token));
    }

    private JWKSet keys() throws ParseException {
        return JWKSet.parse(world.root("/.well-known/jwks.json").body());
    }

    @Test
    void shouldIssueATokenThatOthersCanVerify() throws ParseException, JOSEException {
        // when
        var answer = world.post("/token", "{\"tenant_id\":\"acme\"}");
        // then
        var token = SignedJWT.parse(answer.at("/token").asText());
        var key = keys().getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("acme");
        assertThat(token.getJWTClaimsSet().getStringClaim("role")).isEqualTo("manager");
        var expires = Instant.parse(answer.at("/expires_at").asText());
        assertThat(Duration.between(Instant.now(), expires)).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void shouldLetAManagerChangeAndAViewerLook() {
        // given
        var manager = token("{\"tenant_id\":\"acme\",\"role\":\"manager\"}");
        var viewer = token("{\"tenant_id\":\"acme\",\"role\":\"viewer\",\"ttl_seconds\":60}");
        // when / then
        assertThat(with(manager, "GET", "/tenants/acme").status()).isEqualTo(200);
        assertThat(with(manager, "PUT", "/tenants/acme").status()).isEqualTo(200);
        assertThat(with(viewer, "GET", "/tenants/acme").status()).isEqualTo(200);
        assertThat(with(viewer, "PUT", "/tenants/acme").status()).isEqualTo(403);
        assertThat(with(viewer, "DELETE", "/tenants/acme").status()).isEqualTo(403);
        assertThat(with(viewer, "GET", "/tenants/other").status()).isEqualTo(403);
        assertThat(with(manager, "POST", "/token").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                              | 422 | tenant_id is required",
                "{\"tenant_id\":\"nobody\"}                      | 404 | tenant not found",
                "{\"tenant_id\":\"a b\"}                         | 404 | tenant not found",
                "{\"tenant_id\":\"acme\",\"role\":\"admin\"}     | 422 | role must be viewer, manager or owner",
                "{\"tenant_id\":\"acme\",\"ttl_seconds\":0}      | 422 | ttl_seconds must be",
                "{\"tenant_id\":\"acme\",\"ttl_seconds\":86401}  | 422 | ttl_seconds must be",
                "{\"tenant_id\":\"acme\",\"ttl_seconds\":1.5}    | 422 | ttl_seconds must be",
                "{\"tenant_id\":\"acme\",\"ttl_seconds\":\"60\"} | 422 | ttl_seconds must be",
                "{\"tenant_id\":\"acme\",\"ttl_seconds\":1e99}   | 422 | ttl_seconds must be"
            })
    void shouldSayWhatIsWrong(String body, int status, String problem) {
        // when
        var answer = world.post("/token", body);
        // then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains(problem);
    }

    @Test
    void shouldRefuseTheTokenOfATenantThatIsGone() {
        // given
        var token = token("{\"tenant_id\":\"acme\"}");
        // when
        world.delete("/tenants/acme");
        // then
        assertThat(with(token, "GET", "/tenants/acme").body()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void shouldBelieveTokensOfBothKeysDuringARotation() throws ParseException {
        // given
        var before = token("{\"tenant_id\":\"acme\"}");
        // when
        var rotated = world.post("/token/rotate", "");
        var after = token("{\"tenant_id\":\"acme\"}");
        // then
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(Instant.parse(rotated.at("/signs_from").asText())).isAfter(Instant.now());
        assertThat(keys().getKeys()).hasSize(2);
        assertThat(keys().getKeyByKeyId(rotated.at("/key_id").asText())).isNotNull();
        assertThat(with(before, "GET", "/tenants/acme").status()).isEqualTo(200);
        assertThat(with(after, "GET", "/tenants/acme").status()).isEqualTo(200);
    }

    @Test
    void shouldGiveUpEveryOtherKeyWhenToldTo() throws ParseException {
        // given
        var before = token("{\"tenant_id\":\"acme\"}");
        // when
        world.post("/token/rotate", "{\"revoke_others\":true}");
        var after = token("{\"tenant_id\":\"acme\"}");
        // then
        assertThat(keys().getKeys()).hasSize(1);
        assertThat(with(before, "GET", "/tenants/acme").body()).isEqualTo(UNAUTHORIZED);
        assertThat(with(after, "GET", "/tenants/acme").status()).isEqualTo(200);
    }

    @Test
    void shouldKeepNoPrivateKeyInClear() {
        // when
        token("{\"tenant_id\":\"acme\"}");
        // then
        var row = world.settings.values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("token-key."))
                .findFirst()
                .orElseThrow();
        assertThat(new String(row.getValue(), UTF_8)).doesNotContain("\"d\"").doesNotContain("kty");
    }

    @Test
    void shouldShowItsKeysToEverybody() {
        // when
        var answer = world.root("/.well-known/jwks.json");
        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"keys\":[]}");
        assertThat(answer.header("cache-control")).contains("max-age");
    }

    @Test
    void shouldSayComeBackWhileItsKeysAreNotKnown() {
        // given
        var token = token("{\"tenant_id\":\"acme\"}");
        world.settings.complete = false;
        // when / then
        assertThat(with(token, "GET", "/tenants/acme").status()).isEqualTo(503);
    }

    @Test
    void shouldAnswerEveryForgeryAlike() throws ParseException {
        // given
        token("{\"tenant_id\":\"acme\"}");
        var row = world.settings.values.values().iterator().next();
        var genuine = Genuine.own(row, Vault.of("a secret for tests"));
        var sent = 0;
        for (var forgery : Forgeries.of(genuine, "acme").entrySet()) {
            var token = forgery.getValue();
            // A client sends no header that has other characters in it, and a server takes none that is longer.
            if (token.length() > 7000 || token.chars().anyMatch(c -> c < ' ') || token.endsWith(" ")) {
                continue;
            }
            // when
            var answer = with(token, "GET", "/tenants/acme");
            sent++;
            // then
            assertThat(answer.status()).as(forgery.getKey()).isEqualTo(401);
            assertThat(answer.body()).as(forgery.getKey()).isEqualTo(UNAUTHORIZED);
        }
        assertThat(sent).isGreaterThan(100);
        for (var control : Forgeries.controls(genuine, "acme").entrySet()) {
            assertThat(with(control.getValue(), "GET", "/tenants/acme").status())
                    .as(control.getKey())
                    .isEqualTo(200);
        }
    }
}
