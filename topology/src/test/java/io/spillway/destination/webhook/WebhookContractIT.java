package io.spillway.destination.webhook;

import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.HttpContract;
import io.spillway.destination.Settings;
import java.util.Map;

class WebhookContractIT extends HttpContract {

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
    protected String eventId(RawEndpoint.Request request) {
        return request.header("x-outpost-event-id");
    }
}
