package io.spillway.destination.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Asks for tokens, over the guarded client. What it says of a failure holds nothing of the answer. */
public final class TokenEndpoint {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");
    private static final int MAX_BYTES = 64 * 1024;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final String NO_TOKEN = "no token: ";

    private TokenEndpoint() {}

    public static Granted ask(HttpSender sender, Grant grant, Duration timeout) {
        var url = HttpUrl.parse(grant.tokenUrl());
        if (url == null) {
            return refused(Failure.PROVIDER, "the token URL cannot be used");
        }
        return switch (sender.attempt(timeout, calls -> exchange(calls, request(sender, url, grant)))) {
            case Outcome.Delivered delivered -> token(delivered.response().data());
            case Outcome.Failed failed -> refused(failed.failure(), failed.message());
        };
    }

    private static Request request(HttpSender sender, HttpUrl url, Grant grant) {
        var form = new FormBody.Builder().add("grant_type", "client_credentials");
        if (!grant.scope().isEmpty()) {
            form.add("scope", grant.scope());
        }
        var client = Credentials.basic(grant.clientId(), grant.clientSecret(), StandardCharsets.UTF_8);
        return sender.named(new Request.Builder().url(url))
                .header("Authorization", client)
                .header("Accept", "application/json")
                .post(form.build())
                .build();
    }

    private static Outcome exchange(Call.Factory calls, Request request) throws IOException {
        try (var response = calls.newCall(request).execute()) {
            return response.isSuccessful()
                    ? new Outcome.Delivered(
                            new Response("200", response.peekBody(MAX_BYTES).string()))
                    : new Outcome.Failed(
                            Failure.PROVIDER, "the token endpoint answered " + response.code(), Optional.empty());
        }
    }

    private static Granted token(String json) {
        var answer = tree(json);
        var value = answer.path("access_token").asText("");
        if (!TOKEN.matcher(value).matches()) {
            return refused(Failure.PROVIDER, "the token endpoint's answer holds none");
        }
        var life = answer.path("expires_in").asLong(UNKNOWN);
        return new Granted.Token(value, life == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofSeconds(life)));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static Granted refused(Failure failure, String message) {
        return new Granted.Refused(new Outcome.Failed(failure, NO_TOKEN + message, Optional.empty()));
    }
}
