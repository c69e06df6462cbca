package io.spillway.stream.route;

import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventEntry.Skip;
import io.spillway.domain.Subscription;
import io.spillway.stream.filter.EventView;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an event goes.
 *
 * @param skipped the first 100 destinations that wanted its topic and do not get it
 * @param skippedCount how many there are
 */
record Fanout(List<Subscription> matched, List<Skip> skipped, int skippedCount) {

    private static final int SKIPS_AT_MOST = 100;

    static Fanout of(Event event, EventView view, List<Wanted> all) {
        var matched = new ArrayList<Subscription>();
        var skipped = new ArrayList<Skip>();
        for (var wanted : all) {
            switch (wanted.choose(event, view)) {
                case TAKE -> matched.add(wanted.subscription());
                case DISABLED -> skipped.add(new Skip(wanted.subscription().id(), "disabled"));
                case FILTERED -> skipped.add(new Skip(wanted.subscription().id(), "filter"));
                case PASS -> {}
            }
        }
        return new Fanout(matched, skipped.subList(0, Math.min(skipped.size(), SKIPS_AT_MOST)), skipped.size());
    }

    List<DestinationId> destinations() {
        return matched.stream().map(Subscription::id).toList();
    }
}
