package io.spillway.gateway.token;

import io.spillway.destination.EgressGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose tokens are believed, and how we issue our own.
 *
 * @param longest how long a token may still have to run when it is shown, whoever issued it
 * @param rotation how long the key of our own ES256 tokens is used
 * @param egress what the keys of others may be fetched through
 */
public record TokenSettings(
        TenantTokens tenants, Duration longest, Duration rotation, List<TrustedIssuer> trusted, EgressGuard egress) {

    public TokenSettings {
        trusted = List.copyOf(trusted);
    }

    /** All who are believed. */
    public Tokens believed(OwnTokens own) {
        return new Tokens(Stream.concat(
                        Stream.of(tenants.issuer(longest), own.issuer(longest)),
                        trusted.stream().map(this::issuer))
                .toList());
    }

    private Issuer issuer(TrustedIssuer trusted) {
        return new Issuer(
                trusted.name(),
                trusted.algorithms(),
                new RemoteKeys(trusted.keys(), egress),
                new Issuer.Terms(
                        Optional.of(trusted.audience()),
                        trusted.tenantClaim(),
                        RoleClaim.of(trusted.roleClaim()),
                        longest));
    }
}
