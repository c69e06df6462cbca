package io.spillway.destination.http;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tokens, each fetched once for all calls that need it and kept while it can be used. A refused one is fetched anew for the
 * next call, but not more often than once a second, so that an endpoint that refuses everything costs its token server little.
 */
public final class Tokens {

    private static final Duration FETCH = Duration.ofSeconds(10);
    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final AsyncCache<Grant, Kept> kept;
    private final HttpSender sender;

    /** @param fetched on {@link System#nanoTime} */
    private record Kept(Granted granted, long fetched) {}

    public Tokens(HttpSender sender) {
        this.sender = sender;
        this.kept = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.<Grant, Kept>creating((grant, found) -> life(found.granted())))
                .executor(Thread::startVirtualThread)
                .buildAsync();
    }

    /** @throws TimeoutException where it is not there in time; the next call may find it */
    public Granted get(Grant grant, Duration timeout) throws InterruptedException, TimeoutException {
        try {
            return kept.get(grant, this::fetched)
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .granted();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for a token ends as a value", e.getCause());
        }
    }

    /** Has the next call fetch another: the endpoint did not take this one. */
    public void refused(Grant grant, Granted.Token token) {
        kept.synchronous()
                .asMap()
                .computeIfPresent(
                        grant,
                        (same, found) -> found.granted().equals(token)
                                        && System.nanoTime() - found.fetched() > BETWEEN_FETCHES.toNanos()
                                ? null
                                : found);
    }

    private Kept fetched(Grant grant) {
        return new Kept(TokenEndpoint.ask(sender, grant, FETCH), System.nanoTime());
    }

    /** A tenth is left over for calls that are under way. */
    private static Duration life(Granted granted) {
        return switch (granted) {
            case Granted.Token(var value, var life) ->
                Duration.ofSeconds(Math.clamp(
                                life.orElse(USUAL_LIFE).toSeconds(),
                                BETWEEN_FETCHES.toSeconds(),
                                LONGEST_LIFE.toSeconds()))
                        .multipliedBy(9)
                        .dividedBy(10);
            case Granted.Refused refused -> BETWEEN_FETCHES;
        };
    }
}
