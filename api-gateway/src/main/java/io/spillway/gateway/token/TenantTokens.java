package io.spillway.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tokens that tenants use the API and the portal with: HS256, for a day, as the contract has them. */
public final class TenantTokens {

    private static final String ISSUER = "outpost";
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
    private static final Duration LIFETIME = Duration.ofDays(1);
    /** The least that the library takes; HMAC itself fills a shorter key up with zeros, so that the result is the same. */
    private static final int LEAST_BYTES = 32;

    private final List<byte[]> secrets;
    private final boolean shortSecret;
    private final String deployment;

    /**
     * @param secrets the first signs, all are believed
     * @param deployment the deployment's id; empty: it has none
     */
    public TenantTokens(List<byte[]> secrets, String deployment) {
        this.shortSecret = secrets.stream().anyMatch(secret -> secret.length < LEAST_BYTES);
        this.secrets = secrets.stream()
                .map(secret -> Arrays.copyOf(secret, Math.max(secret.length, LEAST_BYTES)))
                .toList();
        this.deployment = deployment;
    }

    /** Whether it can be guessed from a token. */
    public boolean hasShortSecret() {
        return shortSecret;
    }

    public String issue(TenantId tenant, Instant now) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(tenant.value())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
        if (!deployment.isEmpty()) {
            claims.claim("deployment_id", deployment);
        }
        var token = new SignedJWT(HEADER, claims.build());
        try {
            token.sign(new MACSigner(secrets.getFirst()));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
        return token.serialize();
    }

    /** Believes what {@link #issue} made, and what others made with the secret. */
    public Issuer issuer(Duration longest) {
        var keys = secrets.stream()
                .map(secret -> (JWK) new OctetSequenceKey.Builder(secret).build())
                .toList();
        return new Issuer(
                ISSUER,
                Set.of(JWSAlgorithm.HS256),
                new ImmutableJWKSet<>(new JWKSet(keys)),
                new Issuer.Terms(Optional.empty(), "sub", new RoleClaim.Everybody(), longest));
    }
}
