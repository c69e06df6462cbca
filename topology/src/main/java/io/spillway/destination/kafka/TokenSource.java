package io.spillway.destination.kafka;

import io.spillway.destination.http.Grant;
import io.spillway.destination.http.Granted;
import io.spillway.destination.http.HttpSender;
import io.spillway.destination.http.TokenEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;

/** Fetches a cluster's tokens and hands them out as its client wants them. */
record TokenSource(Cluster cluster, HttpSender sender) {

    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    /** @throws UncheckedIOException where there is none to be had; the message is safe to show */
    OAuthBearerToken fetch() {
        var grant = new Grant(
                cluster.credential("token_url"),
                cluster.credential("client_id"),
                cluster.credential("client_secret"),
                cluster.credential("scope"));
        return switch (TokenEndpoint.ask(sender, grant, cluster.timeout())) {
            case Granted.Refused(var why) ->
                throw new UncheckedIOException(why.message(), new IOException(why.message()));
            case Granted.Token(var value, var life) -> token(value, life.orElse(USUAL_LIFE));
        };
    }

    private static Token token(String value, Duration life) {
        var now = Instant.now();
        var seconds = Math.clamp(life.toSeconds(), SHORTEST_LIFE.toSeconds(), LONGEST_LIFE.toSeconds());
        return new Token(value, now.toEpochMilli(), now.plusSeconds(seconds).toEpochMilli());
    }

    private record Token(String value, long start, long end) implements OAuthBearerToken {

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            return end;
        }

        @Override
        public String principalName() {
            return "spillway";
        }

        @Override
        public Long startTimeMs() {
            return start;
        }

        @Override
        public String toString() {
            return "Token[" + Map.of("start", start, "end", end) + "]";
        }
    }
}
