package io.spillway.load.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code POST /publish/batch}. */
final class Batched implements Way {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RequestHead head;
    private final Workload.Rendering rendering;
    private final int events;

    Batched(InetSocketAddress server, String apiKey, Workload workload, int events) {
        head = RequestHead.post(server, "/api/v1/publish/batch", "authorization: Bearer " + apiKey + "\r\n");
        rendering = workload.rendering();
        this.events = events;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public byte[] request(long first) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"events\":[".getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < events; at++) {
            if (at > 0) {
                body.write(',');
            }
            body.writeBytes(rendering.publish(first + at));
        }
        body.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return head.with(body.toByteArray());
    }

    @Override
    public void note(long first, Response response, SentLog log) {
        var results = results(response);
        for (int at = 0; at < events; at++) {
            var result = results.path(at);
            // An item of a 202 answer that was refused has a status of its own.
            int status = result.path("status")
                    .asInt(result.isMissingNode() && response.status() == 202 ? 0 : response.status());
            var ids = result.path("destination_ids");
            log.answered(first + at, status, ids.isArray() ? ids.size() : -1);
        }
    }

    private static JsonNode results(Response response) {
        try {
            return JSON.readTree(response.body()).path("results");
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
