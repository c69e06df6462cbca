package io.spillway.gateway;

import io.spillway.gateway.auth.AdminKey;
import io.spillway.gateway.auth.Authenticator;
import io.spillway.gateway.auth.Gate;
import io.spillway.gateway.key.ApiKeyRoutes;
import io.spillway.gateway.key.ApiKeys;
import io.spillway.gateway.token.TokenRoutes;
import io.spillway.gateway.token.Tokens;
import java.util.List;

/** Those who find out who is asking, and who hand out the keys and tokens that they know callers by. */
record Reception(Gate gate, TokenRoutes tokens, ApiKeyRoutes keys) {

    static Reception of(GatewayConfig config, Parts parts) {
        var keys = new ApiKeys(parts.settings());
        return new Reception(
                new Gate(authenticator(config.security(), keys), parts.queries()),
                new TokenRoutes(config.security().tenantTokens(), parts.queries()),
                new ApiKeyRoutes(keys));
    }

    private static Authenticator authenticator(Security security, ApiKeys keys) {
        if (security.adminKey().isEmpty()) {
            return new Authenticator.Nobody();
        }
        var tokens = new Tokens(List.of(security.tenantTokens().issuer(security.longestToken())));
        return new Authenticator.Bearer(List.of(new AdminKey(security.adminKey()), keys, tokens));
    }
}
