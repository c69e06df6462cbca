package io.spillway.destination.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.destination.http.ClientIdentity;
import io.spillway.destination.http.Grant;
import io.spillway.destination.http.Granted;
import io.spillway.destination.http.Hidden;
import io.spillway.destination.http.HttpSender;
import io.spillway.destination.http.Tokens;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Calls endpoints in the way that each wants to be called. A call is one request to the endpoint, whatever it takes to make it. */
final class Endpoints implements AutoCloseable {

    private static final String AUTHORIZATION = "Authorization";
    private static final String UNAUTHORIZED = "401";
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int MOST_IDENTITIES = 1_000;

    private final HttpSender sender;
    private final Tokens tokens;
    private final Cache<ClientIdentity, HttpSender> presenting = Caffeine.newBuilder()
            .expireAfterAccess(IDLE)
            .maximumSize(MOST_IDENTITIES)
            .build();

    /**
     * One request that is to be made.
     *
     * @param secrets what in it must not be kept where the answer repeats it
     */
    record Post(HttpUrl url, Headers headers, byte[] body, List<String> secrets) {

        Post with(EndpointAuth.Authorization authorization) {
            var authorized = headers.newBuilder()
                    .set(AUTHORIZATION, authorization.value())
                    .build();
            var all = Stream.concat(secrets.stream(), authorization.secrets().stream())
                    .toList();
            return new Post(url, authorized, body, all);
        }

        Request request(HttpSender sender) {
            return sender.request(url, headers, body, new Hidden(secrets));
        }
    }

    Endpoints(HttpSender sender) {
        this.sender = sender;
        this.tokens = new Tokens(sender.withoutRedirects());
    }

    Outcome call(EndpointAuth auth, Post post, Duration timeout) throws UnsendableException {
        return switch (auth) {
            case EndpointAuth.None() -> call(sender, post, timeout);
            case EndpointAuth.Authorization authorization -> call(sender, post.with(authorization), timeout);
            case EndpointAuth.OAuth(var grant) -> withToken(grant, post, timeout);
            case EndpointAuth.Certificate(var identity) -> call(presenting(identity), post, timeout);
        };
    }

    private static Outcome call(HttpSender sender, Post post, Duration timeout) {
        return sender.attempt(timeout, calls -> sender.exchange(calls, post.request(sender)));
    }

    /** A refused token fails the attempt, and the next one has another. */
    private Outcome withToken(Grant grant, Post post, Duration timeout) {
        return sender.attempt(timeout, calls -> switch (tokens.get(grant, timeout)) {
            case Granted.Refused(var why) -> why;
            case Granted.Token token -> {
                var authorized = post.with(EndpointAuth.bearer(token.value()));
                var outcome = sender.exchange(calls, authorized.request(sender));
                if (outcome.code().equals(UNAUTHORIZED)) {
                    tokens.refused(grant, token);
                }
                yield outcome;
            }
        });
    }

    private HttpSender presenting(ClientIdentity identity) throws UnsendableException {
        var known = presenting.getIfPresent(identity);
        if (known != null) {
            return known;
        }
        try {
            var made = sender.presenting(identity);
            presenting.put(identity, made);
            return made;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new UnsendableException("the destination's certificate or key cannot be used");
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
