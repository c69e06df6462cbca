package io.spillway.destination.http;

/**
 * What tokens are fetched with: OAuth's client credentials grant (RFC 6749, section 4.4).
 *
 * @param scope what to ask for; may be empty
 */
public record Grant(String tokenUrl, String clientId, String clientSecret, String scope) {

    /** The secret is not shown, nor the URL, which may hold one. */
    @Override
    public String toString() {
        return "Grant[" + clientId + "]";
    }
}
