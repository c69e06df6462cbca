package io.spillway.gateway;

import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.token.TokenSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * By what callers are told apart, and how much they may ask for.
 *
 * @param adminKey empty: everybody is the admin
 */
public record Security(String adminKey, NodeKeys nodeKeys, TokenSettings tokens, Rates rates) {

    /** What whoever runs this should know, a sentence each. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (adminKey.isEmpty()) {
            warnings.add("API_KEY is empty: EVERYBODY who reaches the API is its administrator, whatever they show. "
                    + "Set API_KEY unless nothing but your own services can reach it.");
        }
        if (tokens.tenants().hasShortSecret()) {
            warnings.add("API_JWT_SECRET has fewer than 32 bytes: whoever has a token can try to guess it.");
        }
        tokens.trusted().stream()
                .filter(issuer -> issuer.keys().getScheme().equals("http"))
                .forEach(
                        issuer -> warnings.add("The keys of " + issuer.name() + " are fetched without TLS: whoever can "
                                + "change what comes over that network can make tokens."));
        return warnings;
    }

    /** Keys are not shown. */
    @Override
    public String toString() {
        return "Security[" + tokens.trusted() + "]";
    }
}
