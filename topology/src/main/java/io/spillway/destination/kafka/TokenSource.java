package io.spillway.destination.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.destination.Answer;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;

/** Fetches tokens with the client credentials grant (RFC 6749, section 4.4). */
record TokenSource(Cluster cluster, HttpSender sender) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration USUAL_LIFE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    /** @throws UncheckedIOException where there is none to be had; the message is safe to show */
    OAuthBearerToken fetch() {
        try {
            return fetched();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private OAuthBearerToken fetched() throws IOException {
        var url = HttpUrl.parse(cluster.credential("token_url"));
        if (url == null) {
            throw new IOException("the token URL cannot be used");
        }
        var outcome = sender.attempt(cluster.timeout(), calls -> ask(calls, url));
        return switch (outcome) {
            case Outcome.Delivered(var response) -> token(response);
            case Outcome.Failed failed -> throw new IOException("no token: " + failed.message());
        };
    }

    private Outcome ask(Call.Factory calls, HttpUrl url) throws IOException {
        var form = new FormBody.Builder().add("grant_type", "client_credentials");
        if (!cluster.credential("scope").isEmpty()) {
            form.add("scope", cluster.credential("scope"));
        }
        var request = new Request.Builder()
                .url(url)
                .header(
                        "Authorization",
                        Credentials.basic(
                                cluster.credential("client_id"),
                                cluster.credential("client_secret"),
                                StandardCharsets.UTF_8))
                .header("Accept", "application/json")
                .post(form.build())
                .build();
        try (var response = calls.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                return Answer.failed(Failure.STATUS, "the token endpoint answered " + response.code());
            }
            var body = response.peekBody(MAX_BYTES).string();
            return new Outcome.Delivered(new Response("200", body));
        }
    }

    private static Token token(Response response) throws IOException {
        var answer = tree(response.data());
        var value = answer.path("access_token").asText("");
        if (value.isEmpty()) {
            throw new IOException("no token: the token endpoint's answer holds none");
        }
        var life = Math.clamp(
                answer.path("expires_in").asLong(USUAL_LIFE.toSeconds()),
                SHORTEST_LIFE.toSeconds(),
                LONGEST_LIFE.toSeconds());
        var now = Instant.now();
        return new Token(value, now.toEpochMilli(), now.plusSeconds(life).toEpochMilli());
    }

    private static JsonNode tree(String json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            // Its message would quote the answer.
            throw new IOException("no token: the token endpoint's answer is not JSON");
        }
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
