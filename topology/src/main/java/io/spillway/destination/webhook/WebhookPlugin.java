package io.spillway.destination.webhook;

import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.DestinationType;
import io.spillway.destination.FormFiles;
import io.spillway.destination.Surroundings;
import java.util.function.UnaryOperator;

/** Starts the webhook type. */
public final class WebhookPlugin implements DestinationPlugin {

    @Override
    public DestinationType start(Surroundings surroundings) {
        return new WebhookType(
                FormFiles.read(WebhookPlugin.class, WebhookType.TYPE, surroundings.variables()),
                Signing.from(surroundings.variables()),
                new HttpSender(surroundings.egress(), userAgent(surroundings), UnaryOperator.identity()),
                surroundings.egress());
    }

    private static String userAgent(Surroundings surroundings) {
        var configured = surroundings.variables().getOrDefault("HTTP_USER_AGENT", "");
        return configured.isBlank() ? surroundings.product() : configured;
    }
}
