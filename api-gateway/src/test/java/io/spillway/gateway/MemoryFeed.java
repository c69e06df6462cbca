package io.spillway.gateway;

import io.spillway.gateway.http.Json;
import io.spillway.gateway.live.Bookmark;
import io.spillway.gateway.live.ChangeView;
import io.spillway.gateway.live.Ending;
import io.spillway.gateway.live.Feed;
import io.spillway.gateway.live.Interest;
import io.spillway.gateway.live.Sighting;
import io.spillway.gateway.live.Step;
import io.spillway.stream.live.Change;
import io.spillway.stream.live.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells of the deliveries that there are, then what it was given to tell, then that it is over. */
final class MemoryFeed implements Feed {

    private static final Bookmark NOWHERE = new Bookmark(Map.of());

    final List<Step> more = new CopyOnWriteArrayList<>();
    /** Where those who follow went on from. */
    final List<Optional<Bookmark>> begun = new CopyOnWriteArrayList<>();

    private final Tasks tasks;

    MemoryFeed(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public Following follow(Interest interest, Optional<Bookmark> from) {
        begun.add(from);
        var steps = new ArrayDeque<Step>();
        tasks.deliveries.stream()
                .map(Change.Moved::new)
                .filter(interest::covers)
                .map(change -> new Sighting(Kind.DELIVERY, Json.bytes(ChangeView.of(change))))
                .forEach(sighting -> steps.add(new Step.Happened(sighting, NOWHERE)));
        steps.addAll(more);
        steps.add(new Step.Over(Ending.CLOSING));
        return new Steps(steps);
    }

    private record Steps(Deque<Step> left) implements Following {

        @Override
        public Step next(Duration patience) {
            return left.remove();
        }

        @Override
        public Bookmark here() {
            return NOWHERE;
        }

        @Override
        public void close() {}
    }
}
