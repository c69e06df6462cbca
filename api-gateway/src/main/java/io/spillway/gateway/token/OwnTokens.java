package io.spillway.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.destination.Vault;
import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.setting.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our own issuer of ES256 tokens, whose public keys anybody may fetch; the pairs are on {@code settings}, sealed. */
public final class OwnTokens {

    static final Duration LONGEST = Duration.ofDays(1);

    private static final String NAME = "spillway";
    private static final String ROLE = "role";
    static final String ROW = "token-key.";

    private final Settings settings;
    private final Vault vault;
    private final Duration rotation;
    private final Map<String, SigningKey> keys;

    /** What a token is to say. */
    record Wish(TenantId tenant, Role role, Instant expiresAt) {}

    /** @param rotation how old the newest key may be when a token is issued, before there is another */
    public OwnTokens(Settings settings, Vault vault, Duration rotation) {
        this.settings = settings;
        this.vault = vault;
        this.rotation = rotation;
        this.keys = settings.table(ROW, bytes -> SigningKey.read(bytes, vault));
    }

    String issue(Wish wish, Instant now) {
        var key = signing(now);
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.id())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(NAME)
                .subject(wish.tenant().value())
                .claim(ROLE, wish.role().word())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(wish.expiresAt()))
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key.pair()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has ECDSA", e);
        }
        return token.serialize();
    }

    /** The public keys that tokens of ours may be signed with, now or soon. */
    JWKSet publicKeys(Instant now) {
        return new JWKSet(ring().believed(now).stream()
                .map(key -> (JWK) key.pair().toPublicJWK())
                .toList());
    }

    /**
     * Makes another key. It signs once it has been announced for a while.
     *
     * @param alone whether the others are given up at once, with every token that they signed, and it signs at once
     */
    SigningKey rotate(Instant now, boolean alone) {
        var before = ring();
        var key = SigningKey.make(now);
        settings.put(ROW + key.id(), key.bytes(vault));
        (alone ? before.byAge() : before.spent(now)).forEach(old -> settings.remove(ROW + old.id()));
        return key;
    }

    /** Believes what {@link #issue} made. */
    public Issuer issuer(Duration longest) {
        return new Issuer(
                NAME,
                Set.of(JWSAlgorithm.ES256),
                (selector, context) -> selector.select(completeKeys()),
                new Issuer.Terms(Optional.of(NAME), "sub", new RoleClaim.Named(ROLE), longest));
    }

    private JWKSet completeKeys() throws KeySourceException {
        if (!settings.complete()) {
            throw new KeySourceException("the settings have not been read yet");
        }
        return publicKeys(Instant.now());
    }

    /** Where nobody issues tokens there is no key; where somebody does, it is renewed in time. */
    private SigningKey signing(Instant now) {
        var newest = ring().newest();
        if (newest.filter(key -> key.createdAt().plus(rotation).isAfter(now)).isEmpty()) {
            if (!settings.complete()) {
                throw ApiException.unavailable("the keys that sign tokens are not known yet");
            }
            rotate(now, false);
        }
        return ring().signing(now).orElseThrow();
    }

    private KeyRing ring() {
        return KeyRing.of(keys.values());
    }
}
