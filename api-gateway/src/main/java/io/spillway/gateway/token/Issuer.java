package io.spillway.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.spillway.domain.TenantId;
import io.spillway.gateway.auth.Caller;
import io.spillway.gateway.http.ApiException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody whose tokens are believed: by these algorithms and these keys only, and for as long as they say, within limits. */
public final class Issuer {

    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);
    private static final int SKEW_SECONDS = 60;

    private final String name;
    private final Terms terms;
    private final boolean namesKeys;
    private final DefaultJWTProcessor<SecurityContext> processor;

    /**
     * What is asked of a token, and what it means.
     *
     * @param audience whom it must be for; absent: it need not say
     * @param tenantClaim the claim that names the tenant
     * @param role how to find what its holder may do
     * @param longest the longest time that it may still have to run
     */
    record Terms(Optional<String> audience, String tenantClaim, RoleClaim role, Duration longest) {}

    Issuer(String name, Set<JWSAlgorithm> algorithms, JWKSource<SecurityContext> keys, Terms terms) {
        this.name = name;
        this.terms = terms;
        // A shared secret has no name. Of key pairs there may be many, and a token that does not say which is not tried
        // on all.
        this.namesKeys = !algorithms.contains(JWSAlgorithm.HS256);
        this.processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(claims());
    }

    String name() {
        return name;
    }

    /** For whom the token speaks; absent where it is not believed. */
    Optional<Caller> holder(Untrusted token) {
        if (namesKeys && token.jwt().getHeader().getKeyID() == null) {
            return Optional.empty();
        }
        try {
            return holder(processor.process(token.jwt(), null));
        } catch (BadJOSEException | ParseException e) {
            LOG.debug("A token of {} is refused: {}", name, e.getMessage());
            return Optional.empty();
        } catch (JOSEException e) {
            LOG.warn("The keys of {} cannot be had: {}", name, e.getMessage());
            throw ApiException.unavailable("tokens cannot be verified at the moment");
        }
    }

    private Optional<Caller> holder(JWTClaimsSet claims) throws ParseException {
        var now = Instant.now();
        if (claims.getExpirationTime()
                        .toInstant()
                        .isAfter(now.plus(terms.longest()).plusSeconds(SKEW_SECONDS))
                || isFuture(claims, now)) {
            return Optional.empty();
        }
        var role = terms.role().of(claims);
        return tenant(claims.getStringClaim(terms.tenantClaim()))
                .flatMap(tenant -> role.map(may -> new Caller.Holder(tenant, may.scopes(), name)));
    }

    private static boolean isFuture(JWTClaimsSet claims, Instant now) {
        var issued = claims.getIssueTime();
        return issued != null && issued.toInstant().isAfter(now.plusSeconds(SKEW_SECONDS));
    }

    private static Optional<TenantId> tenant(@Nullable String id) {
        try {
            return Optional.ofNullable(id).map(TenantId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private DefaultJWTClaimsVerifier<SecurityContext> claims() {
        var required = new HashSet<>(Set.of("exp", terms.tenantClaim()));
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(
                terms.audience().orElse(null),
                new JWTClaimsSet.Builder().issuer(name).build(),
                required);
        verifier.setMaxClockSkew(SKEW_SECONDS);
        return verifier;
    }
}
