package io.spillway.gateway;

import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.token.TenantTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * By what callers are told apart.
 *
 * @param adminKey empty: everybody is the admin
 * @param longestToken how long a token may still have to run when it is shown
 */
public record Security(String adminKey, NodeKeys nodeKeys, TenantTokens tenantTokens, Duration longestToken) {

    /** What whoever runs this should know, a sentence each. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (adminKey.isEmpty()) {
            warnings.add("API_KEY is empty: EVERYBODY who reaches the API is its administrator, whatever they show. "
                    + "Set API_KEY unless nothing but your own services can reach it.");
        }
        if (tenantTokens.hasShortSecret()) {
            warnings.add("API_JWT_SECRET has fewer than 32 bytes: whoever has a token can try to guess it.");
        }
        return warnings;
    }

    /** Keys are not shown. */
    @Override
    public String toString() {
        return "Security[longestToken=" + longestToken + "]";
    }
}
