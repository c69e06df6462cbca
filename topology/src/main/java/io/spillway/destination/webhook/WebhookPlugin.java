package io.spillway.destination.webhook;

import io.spillway.destination.DestinationPlugin;
import io.spillway.destination.DestinationType;
import io.spillway.destination.FormFiles;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;

/** Starts the webhook type. */
public final class WebhookPlugin implements DestinationPlugin {

    @Override
    public DestinationType start(Surroundings surroundings) {
        return new WebhookType(
                FormFiles.read(WebhookPlugin.class, WebhookType.TYPE, surroundings.variables()),
                Profiles.from(surroundings.variables()),
                HttpSender.start(surroundings, HttpRules.from(surroundings.variables())),
                surroundings.egress());
    }
}
