package io.spillway.destination;

import io.spillway.destination.webhook.RawEndpoint;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract for types that send an event as one HTTP request. */
public abstract class HttpContract extends DestinationContract {

    protected RawEndpoint endpoint = RawEndpoint.answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

    /** The event's id, as a request shows it. */
    protected abstract String eventId(RawEndpoint.Request request);

    protected final String authority() {
        return endpoint.url().replaceFirst("http://([^/]*)/.*", "$1");
    }

    @Override
    protected void receive(Reception reception) {
        endpoint.close();
        endpoint = switch (reception) {
            case ACCEPTS -> RawEndpoint.answering("HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n");
            case REFUSES -> RawEndpoint.answering("HTTP/1.1 401 Unauthorized\r\ncontent-length: 4\r\n\r\nwhat");
            case THROTTLES ->
                RawEndpoint.answering("HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
            case HANGS -> RawEndpoint.playing(out -> RawEndpoint.silence());
        };
    }

    @Override
    protected List<Arrival> arrived() {
        return endpoint.requests().stream()
                .map(request -> new Arrival(eventId(request), request.body()))
                .toList();
    }

    @AfterEach
    void stopEndpoint() {
        endpoint.close();
    }
}
