package io.spillway.dispatch;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationType;
import io.spillway.destination.Opened;
import io.spillway.destination.Settings;
import io.spillway.destination.transform.Transformed;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the call of a delivery whose data are at hand: finds its destination's type, opens its settings, never throws. */
final class Caller {

    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

    /** A call that has no time left fails by its own time limit. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private final Outside outside;
    private final OpenSettings settings;

    Caller(Outside outside) {
        this.outside = outside;
        this.settings = new OpenSettings(outside.vault());
    }

    Outcome call(Delivery delivery, Instant at) {
        return outside.types()
                .find(delivery.target().type())
                .map(type -> call(type, delivery, at))
                .orElseGet(() -> failed("this node knows no destination type "
                        + delivery.target().type()));
    }

    private Outcome call(DestinationType type, Delivery delivery, Instant at) {
        return switch (settings.of(delivery)) {
            case Opened.Readable(var open) -> call(type, delivery, open, at);
            case Opened.Unreadable(var problem) -> {
                LOG.warn(
                        "{} of {}: {}", delivery.target().id(), delivery.event().tenant(), problem);
                yield failed("the destination's settings cannot be opened");
            }
        };
    }

    private Outcome call(DestinationType type, Delivery delivery, Settings open, Instant at) {
        try {
            var options = delivery.target().options();
            var attempting = new Attempting(at, options.timeout().orElse(outside.timeout()));
            return options.transform().isEmpty()
                    ? type.deliver(delivery, open, attempting)
                    : call(type, delivery, open, attempting, options.transform().get());
        } catch (Throwable e) {
            // Whatever a type or a hostile endpoint throws must end here: it is one attempt that failed.
            LOG.error("{} threw instead of answering for {}", type.type(), delivery.id(), e);
            return failed("the destination type failed");
        }
    }

    /** The time of a transformation is taken from that of the call. */
    private Outcome call(
            DestinationType type, Delivery delivery, Settings open, Attempting attempting, String expression) {
        if (!(delivery.event().data() instanceof Data.Inline data)) {
            throw new IllegalStateException("a delivery is called without its data");
        }
        var deadline = System.nanoTime() + attempting.timeout().toNanos();
        return switch (outside.transformer().apply(delivery.event().tenant(), expression, data, attempting.timeout())) {
            case Transformed.Made(var made) ->
                type.deliver(delivery.with(made), open, new Attempting(attempting.at(), until(deadline)));
            case Transformed.Failed(var message) -> failed(message);
        };
    }

    private static Duration until(long deadline) {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    private static Outcome failed(String message) {
        return new Outcome.Failed(Failure.PROVIDER, message, Optional.empty());
    }
}
