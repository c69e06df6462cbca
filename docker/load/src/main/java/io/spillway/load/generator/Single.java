package io.spillway.load.generator;

import io.spillway.load.Workload;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code POST /publish}, one event a call. */
final class Single implements Way {

    private static final byte[] DESTINATIONS = "\"destination_ids\":[".getBytes(StandardCharsets.US_ASCII);

    private final RequestHead head;
    private final Workload.Rendering rendering;

    Single(InetSocketAddress server, String apiKey, Workload workload) {
        head = RequestHead.post(server, "/api/v1/publish", "authorization: Bearer " + apiKey + "\r\n");
        rendering = workload.rendering();
    }

    @Override
    public int events() {
        return 1;
    }

    @Override
    public byte[] request(long first) {
        return head.with(rendering.publish(first));
    }

    @Override
    public void note(long first, Response response, SentLog log) {
        log.answered(first, response.status(), destinations(response.body()));
    }

    /** The number of ids between the brackets, or -1; without a JSON parser, since this is asked thousands of times a second. */
    static int destinations(byte[] body) {
        int at = start(body);
        if (at < 0) {
            return -1;
        }
        int quotes = 0;
        for (; at < body.length && body[at] != ']'; at++) {
            if (body[at] == '"') {
                quotes++;
            }
        }
        return quotes / 2;
    }

    private static int start(byte[] body) {
        for (int at = 0; at + DESTINATIONS.length <= body.length; at++) {
            int matching = 0;
            while (matching < DESTINATIONS.length && body[at + matching] == DESTINATIONS[matching]) {
                matching++;
            }
            if (matching == DESTINATIONS.length) {
                return at + matching;
            }
        }
        return -1;
    }
}
