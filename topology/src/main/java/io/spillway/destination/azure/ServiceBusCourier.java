package io.spillway.destination.azure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.Courier;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.destination.http.HeaderText;
import io.spillway.destination.http.Hidden;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * Sends an event as a message by Service Bus's REST interface ("Send message"): the body is the data, metadata are
 * application properties, the message's id is the event's, by which a queue with duplicate detection knows repeats.
 */
final class ServiceBusCourier implements Courier {

    /** What means something to the interface itself. */
    private static final Set<String> TAKEN = Set.of("authorization", "brokerproperties");

    /** Headers hold no more than ASCII; properties are written as JSON writes them. */
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();

    private final HttpSender sender;

    ServiceBusCourier(HttpSender sender) {
        this.sender = sender;
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        var connection = ConnectionString.read(settings.credentials().getOrDefault("connection_string", ""));
        var url = connection.flatMap(found -> url(found, settings));
        var token = url.flatMap(found -> SharedAccess.token(connection.orElseThrow(), found, attempting.at()));
        if (token.isEmpty()) {
            return Answer.failed(Failure.PROVIDER, "the destination's connection string cannot be used");
        }
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            return Answer.failed(Failure.PROVIDER, "the event's data are not at hand");
        }
        var headers = headers(delivery, DeliveryMetadata.of(delivery, settings, attempting));
        if (headers.isEmpty()) {
            return Answer.failed(Failure.PROVIDER, "a metadata key cannot be sent as the name of a property");
        }
        return named(sender.post(
                messages(url.orElseThrow()),
                headers.get().newBuilder().set("Authorization", token.get()).build(),
                body,
                new Hidden(List.of(token.get(), connection.orElseThrow().parts().getOrDefault("sharedaccesskey", ""))),
                attempting.timeout()));
    }

    @Override
    public void close() {
        sender.close();
    }

    private static Optional<HttpUrl> url(ConnectionString connection, Settings settings) {
        var name = settings.config().getOrDefault("name", "");
        var base = HttpUrl.parse((connection.isEmulator() ? "http://" : "https://") + connection.host() + "/");
        return base == null || name.isEmpty()
                ? Optional.empty()
                : Optional.of(base.newBuilder().addPathSegments(name).build());
    }

    private static HttpUrl messages(HttpUrl entity) {
        return entity.newBuilder().addPathSegment("messages").build();
    }

    private static Optional<Headers> headers(Delivery delivery, Map<String, String> metadata) {
        var headers = new Headers.Builder();
        for (var entry : metadata.entrySet()) {
            var name = entry.getKey();
            if (!HeaderText.isName(name)
                    || HeaderText.isReserved(name)
                    || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            headers.set(name, json(entry.getValue()));
        }
        headers.set(
                "BrokerProperties",
                json(Map.of("MessageId", delivery.event().id().value())));
        return Optional.of(headers.build());
    }

    private static String json(Object value) {
        try {
            // Of what no header holds, the one character that JSON writes as it is.
            return JSON.writeValueAsString(value).replace("\u007f", "\\u007F");
        } catch (JacksonException e) {
            throw new IllegalStateException("text is always JSON", e);
        }
    }

    /** Success is {@code OK} for all types that are not plain HTTP; a refusal keeps its status. */
    private static Outcome named(Outcome outcome) {
        return outcome instanceof Outcome.Delivered(var response, var timings)
                ? Answer.delivered(Map.of("status", response.code())).with(timings)
                : outcome;
    }
}
