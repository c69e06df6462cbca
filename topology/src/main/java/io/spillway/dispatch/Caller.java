package io.spillway.dispatch;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationType;
import io.spillway.destination.Opened;
import io.spillway.destination.transform.Transformed;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the call of a delivery whose data are at hand: transforms them, finds its destination's type, opens its settings.
 * Never throws.
 */
final class Caller {

    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

    private final Outside outside;
    private final OpenSettings settings;

    Caller(Outside outside) {
        this.outside = outside;
        this.settings = new OpenSettings(outside.vault());
    }

    /** How long the whole attempt may take. */
    Duration timeout(Delivery delivery) {
        return delivery.target().options().timeout().orElse(outside.timeout());
    }

    /** Whether calls bear their time to the millisecond as well. */
    boolean milliseconds() {
        return outside.milliseconds();
    }

    /** What is to be sent in place of the event's data, or why nothing can be. */
    Transformed transformed(Delivery delivery) {
        if (!(delivery.event().data() instanceof Data.Inline data)) {
            throw new IllegalStateException("a delivery is called without its data");
        }
        var expression = delivery.target().options().transform();
        if (expression.isEmpty()) {
            return new Transformed.Made(data);
        }
        try {
            return outside.transformer().apply(delivery.event().tenant(), expression.get(), data, timeout(delivery));
        } catch (Throwable e) {
            LOG.error("the data of {} could not be transformed", delivery.id(), e);
            return new Transformed.Failed("the transformation failed");
        }
    }

    /** @param delivery with the data to send */
    Outcome call(Delivery delivery, Attempting attempting) {
        return outside.types()
                .find(delivery.target().type())
                .map(type -> call(type, delivery, attempting))
                .orElseGet(() -> failed("this node knows no destination type "
                        + delivery.target().type()));
    }

    static Outcome failed(String message) {
        return new Outcome.Failed(Failure.PROVIDER, message, Optional.empty());
    }

    private Outcome call(DestinationType type, Delivery delivery, Attempting attempting) {
        try {
            return switch (settings.of(delivery)) {
                case Opened.Readable(var open) -> type.deliver(delivery, open, attempting);
                case Opened.Unreadable(var problem) -> {
                    LOG.warn(
                            "{} of {}: {}",
                            delivery.target().id(),
                            delivery.event().tenant(),
                            problem);
                    yield failed("the destination's settings cannot be opened");
                }
            };
        } catch (Throwable e) {
            // Whatever a type or a hostile endpoint throws must end here: it is one attempt that failed.
            LOG.error("{} threw instead of answering for {}", type.type(), delivery.id(), e);
            return failed("the destination type failed");
        }
    }
}
