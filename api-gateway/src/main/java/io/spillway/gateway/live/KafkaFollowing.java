package io.spillway.gateway.live;

import io.spillway.gateway.http.ApiException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows first with a reader of its own, where it begins earlier than now, then what the tail has for it. */
final class KafkaFollowing implements Feed.Following {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaFollowing.class);

    private final KafkaFeed feed;
    private final Subscriber subscriber;
    private final Deque<Seen> caught = new ArrayDeque<>();
    private Map<Spot, Long> behindCaught = Map.of();
    private Bookmark here;
    private @Nullable CatchUp catchUp;
    private boolean joined;
    private boolean toldMissing = true;

    /** From where the tail took over. */
    KafkaFollowing(KafkaFeed feed, Subscriber subscriber, Bookmark here) {
        this.feed = feed;
        this.subscriber = subscriber;
        this.here = here;
        this.joined = true;
    }

    /** @param complete whether all that came after the bookmark is kept */
    KafkaFollowing(KafkaFeed feed, Subscriber subscriber, Bookmark here, CatchUp catchUp, boolean complete) {
        this.feed = feed;
        this.subscriber = subscriber;
        this.here = here;
        this.catchUp = catchUp;
        this.toldMissing = complete;
    }

    @Override
    public Bookmark here() {
        return here;
    }

    @Override
    public Step next(Duration patience) {
        if (!toldMissing) {
            toldMissing = true;
            return new Step.Missing(here);
        }
        var until = System.nanoTime() + patience.toNanos();
        try {
            while (catchUp != null && subscriber.ended().isEmpty()) {
                if (!caught.isEmpty()) {
                    return happened(caught.remove());
                }
                here = here.upTo(behindCaught);
                if (System.nanoTime() > until) {
                    return new Step.Quiet(here);
                }
                goOn(catchUp);
            }
        } catch (KafkaException | ApiException e) {
            LOG.warn("Cannot catch up: {}", e.toString());
            return new Step.Over(Ending.AWAY);
        }
        return fromTail(until);
    }

    private void goOn(CatchUp reader) {
        if (!joined && reader.isNear()) {
            reader.endAt(feed.join(subscriber));
            joined = true;
        }
        if (reader.isDone()) {
            catchUp = null;
            feed.end(reader);
        } else {
            var batch = reader.read();
            caught.addAll(batch.seen());
            behindCaught = batch.reached();
        }
    }

    private Step fromTail(long until) {
        var seen = next(until);
        while (seen.filter(this::isTold).isPresent()) {
            seen = next(until);
        }
        return seen.map(this::happened)
                .orElseGet(() -> subscriber.ended().<Step>map(Step.Over::new).orElseGet(this::quiet));
    }

    private Optional<Seen> next(long until) {
        return subscriber.take(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }

    /** The tail may have stood a little behind where catching up had come to. */
    private boolean isTold(Seen seen) {
        return seen.next() <= here.next().getOrDefault(seen.spot(), 0L);
    }

    private Step quiet() {
        // In this order: what the tail had offered when it stood there has been taken if nothing waits now.
        var reached = feed.tail();
        if (subscriber.isEmpty()) {
            here = here.upTo(reached);
        }
        return new Step.Quiet(here);
    }

    private Step happened(Seen seen) {
        here = here.at(seen.spot(), seen.next());
        return new Step.Happened(seen.sighting(), here);
    }

    @Override
    public void close() {
        feed.leave(subscriber);
        Optional.ofNullable(catchUp).ifPresent(feed::end);
    }
}
