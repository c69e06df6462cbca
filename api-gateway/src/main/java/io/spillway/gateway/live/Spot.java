package io.spillway.gateway.live;

import io.spillway.stream.live.Kind;
import java.util.Comparator;

/** One partition of the topic that changes of one kind stand in. */
record Spot(Kind kind, int partition) implements Comparable<Spot> {

    private static final Comparator<Spot> ORDER =
            Comparator.comparing(Spot::partition).thenComparing(Spot::kind);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
