package io.spillway.gateway.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody else who issues tokens for tenants, as it is configured.
 *
 * @param name the claim {@code iss} of its tokens
 * @param keys where its key set is
 * @param audience the claim {@code aud} of tokens that are for us
 * @param tenantClaim the claim that names the tenant
 * @param roleClaim the claim that says viewer or manager; absent: everybody is a manager
 */
public record TrustedIssuer(
        String name,
        URI keys,
        String audience,
        Set<JWSAlgorithm> algorithms,
        String tenantClaim,
        Optional<String> roleClaim) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of("outpost", "spillway");
    private static final Set<String> POSSIBLE = Set.of("RS256", "ES256");

    /**
     * Reads a JSON array of {@code {issuer, jwks_url, audience, algorithms?, tenant_claim?, role_claim?}}; empty text has none.
     *
     * @throws IllegalArgumentException whose message goes on where a sentence began with the setting's name
     */
    public static List<TrustedIssuer> list(String json) {
        if (json.isEmpty()) {
            return List.of();
        }
        try {
            var array = JSON.readTree(json);
            if (!array.isArray()) {
                throw new IllegalArgumentException("must be a JSON array");
            }
            var issuers = array.valueStream().map(TrustedIssuer::read).toList();
            if (new HashSet<>(issuers.stream().map(TrustedIssuer::name).toList()).size() < issuers.size()) {
                throw new IllegalArgumentException("must not name an issuer twice");
            }
            return issuers;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("must be a JSON array: " + e.getOriginalMessage(), e);
        }
    }

    private static TrustedIssuer read(JsonNode issuer) {
        var name = required(issuer, "issuer");
        if (OURS.contains(name)) {
            throw new IllegalArgumentException("must not name \"" + name + "\", which is an issuer of our own");
        }
        return new TrustedIssuer(
                name,
                url(required(issuer, "jwks_url")),
                required(issuer, "audience"),
                algorithms(issuer.path("algorithms")),
                issuer.path("tenant_claim").asText("tenant_id"),
                Optional.of(issuer.path("role_claim").asText("")).filter(claim -> !claim.isEmpty()));
    }

    private static String required(JsonNode issuer, String field) {
        var text = issuer.path(field).asText("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must give each issuer a text \"" + field + "\"");
        }
        return text;
    }

    private static URI url(String text) {
        var url = URI.create(text);
        if (url.getHost() == null || !Set.of("https", "http").contains(url.getScheme())) {
            throw new IllegalArgumentException("must have a URL as \"jwks_url\", not \"" + text + "\"");
        }
        return url;
    }

    private static Set<JWSAlgorithm> algorithms(JsonNode given) {
        var names = given.isMissingNode()
                ? POSSIBLE
                : given.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        if (names.isEmpty() || !POSSIBLE.containsAll(names)) {
            throw new IllegalArgumentException("must have RS256, ES256 or both in \"algorithms\"");
        }
        return names.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }
}
