package io.spillway.destination.webhook;

import io.spillway.destination.DestinationContract;
import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class WebhookContractIT extends DestinationContract {

    private RawEndpoint endpoint = RawEndpoint.answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

    @Override
    protected DestinationPlugin plugin() {
        return new WebhookPlugin();
    }

    @Override
    protected Settings settings() {
        return new Settings(
                Map.of("url", endpoint.url(), "custom_headers", "{\"Authorization\":\"Bearer " + SECRET + "\"}"),
                Map.of("secret", SECRET + "-current"),
                Map.of());
    }

    @Override
    protected void receive(Reception reception) {
        endpoint.close();
        endpoint = switch (reception) {
            case ACCEPTS -> RawEndpoint.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            case REFUSES -> RawEndpoint.answering("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            case THROTTLES ->
                RawEndpoint.answering("HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
            case HANGS -> RawEndpoint.playing(out -> RawEndpoint.silence());
        };
    }

    @Override
    protected List<Arrival> arrived() {
        return endpoint.requests().stream()
                .map(request -> new Arrival(request.header("x-outpost-event-id"), request.body()))
                .toList();
    }

    @AfterEach
    void stopEndpoint() throws IOException {
        endpoint.close();
    }
}
