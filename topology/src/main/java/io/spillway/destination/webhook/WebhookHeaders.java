package io.spillway.destination.webhook;

import io.spillway.destination.Attempting;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HeaderText;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.topic.HeaderNames;
import okhttp3.Headers;

/**
 * The headers of one request, put together so that later ones override: the tenant's own, metadata, what identifies the
 * attempt, and last id, time and signature, which nobody can replace.
 */
final class WebhookHeaders {

    private final Headers.Builder headers = new Headers.Builder();

    private WebhookHeaders() {}

    static Headers of(Delivery delivery, Settings settings, Attempting attempting, Signing signing)
            throws UnsendableException {
        var made = new WebhookHeaders();
        for (var header : CustomHeaders.of(settings).entrySet()) {
            made.set(header.getKey(), header.getValue());
        }
        for (var entry : DeliveryMetadata.of(delivery, settings, attempting).entrySet()) {
            var name = signing.metadataHeader(entry.getKey());
            if (name.isPresent()) {
                made.set(name.get(), entry.getValue());
            }
        }
        if (signing.sendsBareMetadata()) {
            made.setBare(delivery);
        }
        made.set(HeaderNames.ATTEMPT, Integer.toString(delivery.attempt()));
        made.set(HeaderNames.DELIVERY, delivery.id().value());
        made.setSignature(delivery, settings, attempting, signing);
        return made.headers.build();
    }

    /** The prefixed form is sent anyway, so a name that belongs to the exchange is passed over. */
    private void setBare(Delivery delivery) throws UnsendableException {
        for (var entry : delivery.event().metadata().entrySet()) {
            if (!HeaderText.isReserved(entry.getKey())) {
                set(entry.getKey(), entry.getValue());
            }
        }
    }

    private void setSignature(Delivery delivery, Settings settings, Attempting attempting, Signing signing)
            throws UnsendableException {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new UnsendableException("the event's data are not at hand");
        }
        var secrets = SecretTimes.signing(settings.credentials(), attempting.at());
        if (!secrets.stream().allMatch(signing.secrets()::signs)) {
            throw new UnsendableException("the destination's secret cannot sign");
        }
        var message = new Message(delivery.event().id().value(), attempting.at(), body, headers.build());
        for (var header : signing.sign(message, secrets).entrySet()) {
            set(header.getKey(), header.getValue());
        }
    }

    private void set(String name, String value) throws UnsendableException {
        if (!HeaderText.isName(name) || HeaderText.isReserved(name)) {
            throw new UnsendableException("a metadata key cannot be sent as the name of a header");
        }
        if (!HeaderText.isValue(value)) {
            throw new UnsendableException("header " + name + " would have a value with control characters");
        }
        headers.removeAll(name).addUnsafeNonAscii(name, value);
    }
}
