package io.spillway.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spillway's REST API as its administrator calls it. Safe for several threads. */
public final class Api implements AutoCloseable {

    /** What destinations sign with; a secret in both signing modes. */
    public static final String SECRET = "whsec_" + "5b1e".repeat(16);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String key;

    public Api(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    /**
     * An answer.
     *
     * @param json what it says; a missing node where that is no JSON
     * @param retryAfter the header, where it has one
     * @param stale whether it comes from a copy and says so
     */
    public record Answer(int status, JsonNode json, Optional<String> retryAfter, boolean stale) {}

    public URI url() {
        return url;
    }

    public String key() {
        return key;
    }

    /**
     * Asks once.
     *
     * @param path from the root on, as {@code /api/v1/tenants/t}
     * @param body an empty map for none
     */
    public Answer ask(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofByteArray(body.isEmpty() ? new byte[0] : JSON.writeValueAsBytes(body)))
                .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        return new Answer(
                answer.statusCode(),
                json(answer.body()),
                answer.headers().firstValue("retry-after"),
                answer.headers().firstValue("x-spillway-stale-ms").isPresent());
    }

    /** @throws IOException where it is not answered with success */
    public JsonNode need(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        var answer = ask(method, path, body);
        if (answer.status() / 100 != 2) {
            throw new IOException(
                    "%s %s was answered with %d %s".formatted(method, path, answer.status(), answer.json()));
        }
        return answer.json();
    }

    /** The status of a page that asks for no key, as {@code /readyz}; 0 where nobody answers in time. */
    public int status(String path, Duration within) throws InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(within).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Makes the tenants and destinations of a workload. */
    public void prepare(Workload workload, URI receiver) throws IOException, InterruptedException {
        for (int tenant = 0; tenant < workload.tenants(); tenant++) {
            tenant(workload.tenant(tenant));
            for (int destination = 0; destination < workload.fanOut(); destination++) {
                webhook(
                        workload.tenant(tenant),
                        workload.destination(destination),
                        receiver.resolve(workload.path(tenant, destination)));
            }
        }
    }

    public void tenant(String id) throws IOException, InterruptedException {
        need("PUT", "/api/v1/tenants/" + id, Map.of());
    }

    /** A webhook for every topic, signed with {@link #SECRET}. */
    public void webhook(String tenant, String id, URI receiver) throws IOException, InterruptedException {
        need(
                "POST",
                "/api/v1/tenants/" + tenant + "/destinations",
                Map.of(
                        "id", id,
                        "type", "webhook",
                        "topics", List.of("*"),
                        "config", Map.of("url", receiver.toString()),
                        "credentials", Map.of("secret", SECRET)));
    }

    @Override
    public void close() {
        http.close();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
