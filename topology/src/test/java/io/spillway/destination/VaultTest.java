package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.Sealed;
import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final DestinationKey OWNER = new DestinationKey(new TenantId("acme"), new DestinationId("des_1"));
    private static final Settings SETTINGS = new Settings(
            Map.of("url", "https://example.com/ü"), Map.of("secret", "whsec_geheim"), Map.of("region", "eu"));

    private final Vault vault = Vault.of("first, second");

    @Test
    void shouldOpenWhatItSealed() {
        // when
        var opened = vault.open(OWNER, vault.seal(OWNER, SETTINGS));

        // then
        assertThat(opened).isEqualTo(new Opened.Readable(SETTINGS));
    }

    @Test
    void shouldOpenWhatEarlierReleasesSealed() {
        // given
        var settings =
                "Etxn673JgqtVzc4SL0fa7EfwRtSGj4hLnPfGv1W3kWiNDsHtF+FJ2ZkrtBus6PETg7//dMiGwY9kENKMceFFE5KwL4yBsvUOye6N"
                        + "u6Y+0ArW12/c2v4monMWtzCQSU5HGU86071ZLm6O455aWmfaDhe1Dd01iZVpd0AQfJk9p+E2Ju6gzrsJQiD5RLx2FgSRwhuh";
        var secret = "ulOpnOPBp6Nu2J4/GWAuK9rF4LhlDBINr9aDSj+nDjSgww==";

        // then
        assertThat(vault.open(OWNER, earlier(settings))).isEqualTo(new Opened.Readable(SETTINGS));
        assertThat(vault.open("a signing key", earlier(secret)))
                .hasValueSatisfying(opened -> assertThat(opened).asString().isEqualTo("geheim"));
    }

    private static Sealed earlier(String bytes) {
        return new Sealed("4b9facb0", Base64.getDecoder().decode(bytes));
    }

    @Test
    void shouldNeverSealTwiceAlike() {
        assertThat(vault.seal(OWNER, SETTINGS)).isNotEqualTo(vault.seal(OWNER, SETTINGS));
    }

    @Test
    void shouldHideEverySetting() {
        // when
        var bytes = new String(vault.seal(OWNER, SETTINGS).bytes(), StandardCharsets.ISO_8859_1);

        // then
        assertThat(bytes).doesNotContain("geheim").doesNotContain("example.com").doesNotContain("secret");
    }

    @Test
    void shouldOpenWithEveryKeyAndSealWithTheFirst() {
        // given
        var old = Vault.of("second").seal(OWNER, SETTINGS);

        // when
        var opened = vault.open(OWNER, old);

        // then
        assertThat(opened).isEqualTo(new Opened.Readable(SETTINGS));
        assertThat(vault.isCurrent(old)).isFalse();
        assertThat(vault.isCurrent(vault.seal(OWNER, SETTINGS))).isTrue();
    }

    @Test
    void shouldNotOpenForAnotherTenantOrDestination() {
        // given
        var sealed = vault.seal(OWNER, SETTINGS);

        // when
        var otherTenant = vault.open(new DestinationKey(new TenantId("rival"), OWNER.destination()), sealed);
        var otherDestination = vault.open(new DestinationKey(OWNER.tenant(), new DestinationId("des_2")), sealed);

        // then
        assertThat(otherTenant).isInstanceOf(Opened.Unreadable.class);
        assertThat(otherDestination).isInstanceOf(Opened.Unreadable.class);
    }

    @Test
    void shouldNameAKeyThatItDoesNotHave() {
        // given
        var sealed = Vault.of("third").seal(OWNER, SETTINGS);

        // when
        var opened = vault.open(OWNER, sealed);

        // then
        assertThat(opened)
                .isInstanceOfSatisfying(
                        Opened.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).contains(sealed.keyId()));
    }

    @Test
    void shouldRefuseAlteredAndShortenedBytes() {
        // given
        var sealed = vault.seal(OWNER, SETTINGS);
        var altered = sealed.bytes().clone();
        altered[altered.length - 1] ^= 1;

        // then
        assertThat(vault.open(OWNER, new Sealed(sealed.keyId(), altered))).isInstanceOf(Opened.Unreadable.class);
        assertThat(vault.open(OWNER, new Sealed(sealed.keyId(), new byte[3]))).isInstanceOf(Opened.Unreadable.class);
        assertThat(vault.open(OWNER, new Sealed(sealed.keyId(), "{}".repeat(20).getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Opened.Unreadable.class);
    }

    @Test
    void shouldSealOtherSecretsForOnePurposeEach() {
        // given
        var secret = "geheim".getBytes(StandardCharsets.UTF_8);

        // when
        var sealed = vault.seal("a signing key", secret);

        // then
        assertThat(vault.open("a signing key", sealed))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(secret));
        assertThat(vault.open("another thing", sealed)).isEmpty();
        assertThat(vault.open(OWNER, sealed)).isInstanceOf(Opened.Unreadable.class);
        assertThat(Vault.of("another secret").open("a signing key", sealed)).isEmpty();
        assertThat(vault.open("a signing key", new Sealed(sealed.keyId(), new byte[3])))
                .isEmpty();
    }

    @Test
    void shouldShowNoSecrets() {
        assertThat(vault.toString()).doesNotContain("first").doesNotContain("second");
        assertThat(SETTINGS.toString())
                .doesNotContain("geheim")
                .doesNotContain("example.com")
                .contains("secret");
        assertThat(vault.open(OWNER, vault.seal(OWNER, SETTINGS)).toString()).doesNotContain("geheim");
    }

    @Test
    void shouldAskForASecret() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vault.of(" , "))
                .withMessageContaining("AES_ENCRYPTION_SECRET");
    }
}
