package io.spillway.gateway.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import io.spillway.destination.EgressGuard;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The key set of somebody else, fetched and kept for a while. A key that is not in it has it fetched anew, at most twice in
 * half a minute; when it cannot be fetched, the keys that are known serve for an hour, and what is not known is not known: that is
 * an error, not an answer.
 */
final class RemoteKeys implements JWKSource<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(1);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration FETCH = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final JWKSource<SecurityContext> kept;
    private final Fetch fetch;

    RemoteKeys(URI url, EgressGuard egress) {
        this(url, egress, BETWEEN_FETCHES, FETCH);
    }

    /**
     * Another rhythm.
     *
     * @param betweenFetches in which there are two at most; less than keys are kept
     * @param fetchAtMost how long one may take
     */
    RemoteKeys(URI url, EgressGuard egress, Duration betweenFetches, Duration fetchAtMost) {
        this.fetch = new Fetch(egress, fetchAtMost);
        this.kept = JWKSourceBuilder.<SecurityContext>create(location(url), fetch)
                .cache(KEPT.toMillis(), fetchAtMost.toMillis())
                .refreshAheadCache(false)
                .rateLimited(betweenFetches.toMillis())
                .outageTolerant(KEPT_WHILE_AWAY.toMillis())
                .build();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var found = found(selector);
        if (found.isEmpty() && fetch.failed) {
            throw new KeySourceException("the key set could not be fetched");
        }
        return found;
    }

    private List<JWK> found(JWKSelector selector) throws KeySourceException {
        try {
            return kept.get(selector, null);
        } catch (RateLimitReachedException e) {
            return List.of();
        }
    }

    private static URL location(URI url) {
        try {
            return url.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }

    /** One GET through the guard: no redirect, no proxy, nothing large. */
    private static final class Fetch implements ResourceRetriever {

        private final OkHttpClient client;
        private volatile boolean failed;

        Fetch(EgressGuard egress, Duration atMost) {
            this.client = new OkHttpClient.Builder()
                    .proxy(Proxy.NO_PROXY)
                    .socketFactory(egress.sockets())
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .fastFallback(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .callTimeout(atMost)
                    .build();
        }

        @Override
        public Resource retrieveResource(URL url) throws IOException {
            var request = new Request.Builder()
                    .url(url)
                    .header("Accept", "application/json")
                    .build();
            try (var response = client.newCall(request).execute()) {
                var text = text(response);
                JWKSet.parse(text);
                failed = false;
                return new Resource(text, "application/json");
            } catch (IOException e) {
                failed = true;
                throw e;
            } catch (ParseException e) {
                failed = true;
                throw new IOException("not a key set", e);
            }
        }

        private static String text(Response response) throws IOException {
            if (response.code() != 200) {
                throw new IOException("status " + response.code());
            }
            var source = response.body().source();
            if (source.request(LARGEST + 1L)) {
                throw new IOException("more than " + LARGEST + " bytes");
            }
            return source.readUtf8();
        }
    }
}
