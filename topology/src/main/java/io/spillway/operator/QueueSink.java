package io.spillway.operator;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationType;
import io.spillway.destination.Settings;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Hands operator events to a destination type, as if they were events of its tenants. */
public final class QueueSink implements Sink {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Sealed NOTHING = new Sealed("", new byte[0]);

    private final DestinationType type;
    private final Settings settings;

    /** @param settings of the type, in clear */
    public QueueSink(DestinationType type, Settings settings) {
        this.type = type;
        this.settings = settings;
    }

    @Override
    public String name() {
        return type.type();
    }

    @Override
    public Outcome send(OperatorEvent event, byte[] body) {
        return type.deliver(delivery(event, body), settings, new Attempting(event.time(), TIMEOUT));
    }

    private Delivery delivery(OperatorEvent event, byte[] body) {
        var sent = new Event(
                event.tenant(),
                new EventId(event.id()),
                Optional.of(event.topic()),
                event.time(),
                Map.of(),
                true,
                Optional.empty(),
                new Data.Inline(body));
        var target = new Target(new DestinationId("operator-events"), 1, 1, type.type(), NOTHING);
        return Delivery.first(sent, new RecordAt("operator-events", 0, 0), target);
    }
}
