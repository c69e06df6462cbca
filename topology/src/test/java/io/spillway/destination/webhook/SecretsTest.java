package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Change;
import io.spillway.destination.DestinationType;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Prepared;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.SignatureProfile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00.123Z");
    private static final String TOMORROW = "2026-01-02T10:00:00Z";
    private static final Map<String, String> STORED = Map.of("secret", "old-secret");
    private static final Map<String, String> OVERLAPPING =
            Map.of("secret", "s1", "previous_secret", "s0", "previous_secret_invalid_at", "2026-01-01T11:00:00Z");

    private final WebhookType type = type(Map.of());

    @Nested
    class OnCreate {

        @Test
        void shouldGenerateASecret() {
            assertThat(ready(create(false, Map.of())).get("secret")).matches("whsec_[0-9a-f]{64}");
            assertThat(ready(create(true, Map.of())).get("secret")).matches("whsec_[0-9a-f]{64}");
        }

        @Test
        void shouldGiveTheSameResultForTheSameChange() {
            assertThat(create(false, Map.of())).isEqualTo(create(false, Map.of()));
        }

        @Test
        void shouldGenerateBase64InStandardMode() {
            // given
            var standard = type(Map.of("DESTINATIONS_WEBHOOK_MODE", "standard"));

            // when
            var prepared = standard.prepare(change(Optional.empty(), Map.of(), false));

            // then
            assertThat(ready(prepared).get("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        }

        @Test
        void shouldRefuseATenantsSecret() {
            assertRefused(create(false, Map.of("secret", "mine")), "credentials.secret is forbidden");
            assertRefused(create(false, Map.of("previous_secret", "mine")), "credentials.previous_secret is forbidden");
        }

        @Test
        void shouldTakeAnAdminsSecrets() {
            assertThat(ready(create(true, Map.of("secret", "mine")))).isEqualTo(Map.of("secret", "mine"));
            assertThat(ready(create(true, OVERLAPPING))).isEqualTo(OVERLAPPING);
        }

        @Test
        void shouldRefuseRotation() {
            assertRefused(
                    create(true, Map.of("rotate_secret", "true")),
                    "credentials.rotate_secret failed invalid validation");
        }

        @Test
        void shouldDropUnknownCredentials() {
            assertThat(ready(create(true, Map.of("secret", "mine", "rotate_secret", "no", "other", "x"))))
                    .isEqualTo(Map.of("secret", "mine"));
        }

        @Test
        void shouldGiveAPreviousSecretADay() {
            assertThat(ready(create(true, Map.of("secret", "s1", "previous_secret", "s0"))))
                    .containsEntry("previous_secret_invalid_at", TOMORROW);
        }

        @Test
        void shouldNameWhatIsMissingOrMalformed() {
            assertRefused(
                    create(true, Map.of("previous_secret", "s0", "previous_secret_invalid_at", TOMORROW)),
                    "credentials.secret is required");
            assertRefused(
                    create(true, Map.of("secret", "s1", "previous_secret_invalid_at", TOMORROW)),
                    "credentials.previous_secret is required");
            assertRefused(
                    create(true, Map.of("secret", "s1", "previous_secret", "s0", "previous_secret_invalid_at", "soon")),
                    "credentials.previous_secret_invalid_at failed pattern validation");
        }

        private Prepared create(boolean admin, Map<String, String> credentials) {
            return type.prepare(change(Optional.empty(), credentials, admin));
        }
    }

    @Nested
    class OnUpdate {

        @Test
        void shouldKeepTheSecretWhateverATenantDrops() {
            assertThat(ready(update(STORED, Map.of(), false))).isEqualTo(STORED);
            assertThat(ready(update(STORED, Map.of("secret", ""), false))).isEqualTo(STORED);
        }

        @Test
        void shouldLetATenantSendBackWhatItRead() {
            assertThat(ready(update(OVERLAPPING, OVERLAPPING, false))).isEqualTo(OVERLAPPING);
        }

        @Test
        void shouldRefuseATenantsSecret() {
            assertRefused(update(STORED, Map.of("secret", "mine"), false), "credentials.secret is forbidden");
        }

        @Test
        void shouldRotate() {
            for (var yes : new String[] {"true", "1", "on", "YES"}) {
                // when
                var credentials = ready(update(STORED, with(STORED, "rotate_secret", yes), false));

                // then
                assertThat(credentials)
                        .containsOnlyKeys("secret", "previous_secret", "previous_secret_invalid_at")
                        .containsEntry("previous_secret", "old-secret")
                        .containsEntry("previous_secret_invalid_at", TOMORROW);
                assertThat(credentials.get("secret")).matches("whsec_[0-9a-f]{64}");
            }
        }

        @Test
        void shouldStartANewOverlapOnTheNextRotation() {
            assertThat(ready(update(OVERLAPPING, with(OVERLAPPING, "rotate_secret", "true"), false)))
                    .containsEntry("previous_secret", "s1")
                    .containsEntry("previous_secret_invalid_at", TOMORROW);
        }

        @Test
        void shouldTakeAnAdminsOverlap() {
            // given
            var wanted =
                    with(with(STORED, "rotate_secret", "true"), "previous_secret_invalid_at", "2026-03-01T00:00:00Z");

            // then
            assertThat(ready(update(STORED, wanted, true)))
                    .containsEntry("previous_secret_invalid_at", "2026-03-01T00:00:00Z");
            assertRefused(update(STORED, wanted, false), "credentials.previous_secret_invalid_at is forbidden");
        }

        @Test
        void shouldLetAnAdminEmptyThePreviousSecret() {
            // given
            var wanted = with(with(OVERLAPPING, "previous_secret", ""), "previous_secret_invalid_at", "");

            // then
            assertThat(ready(update(OVERLAPPING, wanted, true))).isEqualTo(Map.of("secret", "s1"));
        }

        private Prepared update(Map<String, String> before, Map<String, String> wanted, boolean admin) {
            return type.prepare(change(Optional.of(settings(before)), wanted, admin));
        }
    }

    @Nested
    class Scheduled {

        private static final String AT = "2026-02-01T00:00:00Z";
        private static final Instant BEFORE = Instant.parse("2026-01-31T23:59:59Z");
        private static final Instant AFTER = Instant.parse(AT);

        @Test
        void shouldMakeTheNextSecretAtOnceAndSignWithItFromItsTimeOn() {
            // when
            var stored = ready(update(STORED, with(STORED, "rotate_secret_at", AT), NOW));

            // then
            assertThat(stored)
                    .containsOnlyKeys("secret", "next_secret", "next_secret_valid_at")
                    .containsEntry("secret", "old-secret")
                    .containsEntry("next_secret_valid_at", AT);
            var next = stored.get("next_secret");
            assertThat(next).matches("whsec_[0-9a-f]{64}");
            assertThat(SecretTimes.signing(stored, BEFORE)).containsExactly("old-secret");
            assertThat(SecretTimes.signing(stored, AFTER)).containsExactly(next, "old-secret");
            assertThat(SecretTimes.signing(stored, Instant.parse("2026-02-02T00:00:00Z")))
                    .containsExactly(next);
            assertThat(type.shown(settings(stored), BEFORE).credentials()).isEqualTo(stored);
            assertThat(type.shown(settings(stored), AFTER).credentials())
                    .isEqualTo(Map.of(
                            "secret",
                            next,
                            "previous_secret",
                            "old-secret",
                            "previous_secret_invalid_at",
                            "2026-02-02T00:00:00Z"));
        }

        @Test
        void shouldStoreWhatHasComeToPassWithTheNextChange() {
            // given
            var stored = ready(update(STORED, with(STORED, "rotate_secret_at", AT), NOW));
            var shown = type.shown(settings(stored), AFTER).credentials();

            // then
            assertThat(ready(update(stored, stored, AFTER))).isEqualTo(shown);
            assertThat(ready(update(stored, shown, AFTER))).isEqualTo(shown);
        }

        @Test
        void shouldCallItOff() {
            // given
            var stored = ready(update(STORED, with(STORED, "rotate_secret_at", AT), NOW));

            // then
            assertThat(ready(update(stored, with(stored, "next_secret", ""), NOW)))
                    .isEqualTo(STORED);
            assertThat(ready(update(stored, with(stored, "rotate_secret", "true"), NOW)))
                    .containsOnlyKeys("secret", "previous_secret", "previous_secret_invalid_at");
        }

        @Test
        void shouldAskForATimeToCome() {
            for (var time : new String[] {"soon", "2026-01-01T10:00:00Z"}) {
                assertRefused(
                        update(STORED, with(STORED, "rotate_secret_at", time), NOW),
                        "credentials.rotate_secret_at must be a time to come");
            }
            assertRefused(
                    type.prepare(change(Optional.empty(), Map.of("rotate_secret_at", AT), true)),
                    "credentials.rotate_secret_at failed invalid validation");
        }

        @Test
        void shouldRefuseATenantsNextSecretAndTakeAnAdmins() {
            // given
            var wanted = with(with(STORED, "next_secret", "s2"), "next_secret_valid_at", AT);

            // then
            assertRefused(update(STORED, wanted, NOW), "credentials.next_secret is forbidden");
            assertThat(ready(type.prepare(change(Optional.of(settings(STORED)), wanted, true))))
                    .isEqualTo(wanted);
            assertRefused(
                    type.prepare(change(Optional.of(settings(STORED)), with(STORED, "next_secret", "s2"), true)),
                    "credentials.next_secret_valid_at is required");
        }

        private Prepared update(Map<String, String> before, Map<String, String> wanted, Instant now) {
            return type.prepare(new Change(Optional.of(settings(before)), settings(wanted), false, now, new Random(1)));
        }
    }

    @Nested
    class OfAnotherProfile {

        private final DestinationType asymmetric = type.signing(Optional.of(SignatureProfile.STANDARD_V1A));
        private final DestinationType standard = type.signing(Optional.of(SignatureProfile.STANDARD));

        @Test
        void shouldShowThePublicKeyOnly() {
            // given
            var stored = ready(asymmetric.prepare(change(Optional.empty(), Map.of(), false)));
            var rotated = ready(asymmetric.prepare(
                    change(Optional.of(settings(stored)), with(stored, "rotate_secret", "true"), false)));

            // when
            var shown = asymmetric.shown(settings(rotated), NOW).credentials();

            // then
            assertThat(shown)
                    .containsOnlyKeys("public_key", "previous_public_key", "previous_secret_invalid_at")
                    .containsEntry("public_key", publicKey(rotated.get("secret")))
                    .containsEntry("previous_public_key", publicKey(stored.get("secret")));
            assertThat(ready(asymmetric.prepare(change(Optional.of(settings(rotated)), merged(rotated, shown), false))))
                    .isEqualTo(rotated);
        }

        @Test
        void shouldMakeANewSecretWhereTheOldOneIsOfAnotherKind() {
            assertThat(ready(asymmetric.prepare(change(Optional.of(settings(STORED)), STORED, false)))
                            .get("secret"))
                    .startsWith("whsk_");
            assertThat(ready(standard.prepare(change(Optional.of(settings(STORED)), STORED, false))))
                    .hasEntrySatisfying("secret", secret -> assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}="));
            assertRefused(
                    standard.prepare(change(Optional.of(settings(STORED)), Map.of("secret", "own"), true)),
                    "credentials.secret failed pattern validation");
        }

        @Test
        void shouldNotOverlapWithASecretOfAnotherKind() {
            assertThat(ready(asymmetric.prepare(
                            change(Optional.of(settings(STORED)), with(STORED, "rotate_secret", "true"), false))))
                    .containsOnlyKeys("secret");
        }

        private static String publicKey(String secret) {
            return Ed25519.read(secret).orElseThrow().publicKey();
        }

        private static Map<String, String> merged(Map<String, String> stored, Map<String, String> patch) {
            var merged = new HashMap<>(stored);
            merged.putAll(patch);
            return merged;
        }
    }

    @Test
    void shouldSignWithThePreviousSecretUntilItsEnd() {
        assertThat(SecretTimes.signing(OVERLAPPING, Instant.parse("2026-01-01T10:59:59Z")))
                .containsExactly("s1", "s0");
        assertThat(SecretTimes.signing(OVERLAPPING, Instant.parse("2026-01-01T11:00:00Z")))
                .containsExactly("s1");
    }

    @Test
    void shouldShowSecretsInClearAndExpiredOnesNotAtAll() {
        // given
        var settings = settings(OVERLAPPING);

        // then
        assertThat(type.shown(settings, NOW).credentials()).isEqualTo(OVERLAPPING);
        assertThat(type.shown(settings, Instant.parse("2026-01-01T12:00:00Z")).credentials())
                .isEqualTo(Map.of("secret", "s1"));
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        var copy = new HashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static Settings settings(Map<String, String> credentials) {
        return new Settings(Map.of("url", "https://example.com/"), credentials, Map.of());
    }

    private static Change change(Optional<Settings> before, Map<String, String> wanted, boolean admin) {
        return new Change(before, settings(wanted), admin, NOW, new Random(1));
    }

    private static Map<String, String> ready(Prepared prepared) {
        assertThat(prepared).isInstanceOf(Prepared.Ready.class);
        return ((Prepared.Ready) prepared).settings().credentials();
    }

    private static void assertRefused(Prepared prepared, String problem) {
        assertThat(prepared).isEqualTo(new Prepared.Refused(List.of(problem)));
    }

    private static WebhookType type(Map<String, String> variables) {
        var egress = EgressGuard.of("");
        return new WebhookType(
                Samples.webhookForm(),
                Profiles.from(variables),
                new HttpSender(egress, "test", HttpRules.STRICT, UnaryOperator.identity()),
                egress);
    }
}
