package io.spillway.gateway;

import io.spillway.gateway.audit.AuditRoutes;
import io.spillway.gateway.audit.Auditor;
import io.spillway.gateway.auth.AdminKey;
import io.spillway.gateway.auth.Authenticator;
import io.spillway.gateway.auth.Gate;
import io.spillway.gateway.key.ApiKeyRoutes;
import io.spillway.gateway.key.ApiKeys;
import io.spillway.gateway.limit.Limits;
import io.spillway.gateway.token.OwnTokenRoutes;
import io.spillway.gateway.token.OwnTokens;
import io.spillway.gateway.token.TokenRoutes;
import io.spillway.gateway.token.Tokens;
import java.util.List;

/** Those who find out who is asking and write down what they change, and who hand out the keys and tokens that callers are known by. */
record Reception(
        Gate gate,
        TokenRoutes tokens,
        OwnTokenRoutes ownTokens,
        ApiKeyRoutes keys,
        AuditRoutes audit,
        Auditor auditor) {

    static Reception of(GatewayConfig config, Parts parts, Limits limits) {
        var tokens = config.security().tokens();
        var deployment = parts.deployment();
        var keys = new ApiKeys(deployment.settings());
        var own = new OwnTokens(deployment.settings(), parts.vault(), tokens.rotation());
        var authenticator = authenticator(config.security().adminKey(), keys, tokens.believed(own));
        return new Reception(
                new Gate(authenticator, limits, parts.queries()),
                new TokenRoutes(tokens.tenants(), parts.queries()),
                new OwnTokenRoutes(own, parts.queries()),
                new ApiKeyRoutes(keys),
                new AuditRoutes(deployment.audit()),
                new Auditor(deployment.audit(), deployment.node()));
    }

    private static Authenticator authenticator(String adminKey, ApiKeys keys, Tokens tokens) {
        return adminKey.isEmpty()
                ? new Authenticator.Nobody()
                : new Authenticator.Bearer(List.of(new AdminKey(adminKey), keys, tokens));
    }
}
