package io.spillway.courier.aws;

import io.spillway.destination.Attempting;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** One delivery, as a service's request needs it. */
record Sending(
        Delivery delivery,
        Settings settings,
        byte[] body,
        Map<String, String> metadata,
        AwsCredentialsProvider credentials) {

    /** @throws IllegalArgumentException where the data are not at hand, or the settings have no credentials */
    static Sending of(Delivery delivery, Settings settings, Attempting attempting) {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new IllegalArgumentException("the event's data are not at hand");
        }
        return new Sending(
                delivery,
                settings,
                body,
                DeliveryMetadata.of(delivery, settings, attempting),
                Site.credentials(settings));
    }

    String config(String key) {
        return settings.config().getOrDefault(key, "");
    }

    String eventId() {
        return delivery.event().id().value();
    }

    String topic() {
        return delivery.event().topic().orElse("event");
    }
}
