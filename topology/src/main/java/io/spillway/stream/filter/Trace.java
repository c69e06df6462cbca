package io.spillway.stream.filter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where an evaluation was decided: a leaf writes down its place, and a construct whose parts decided together
 * overwrites that with its own.
 */
final class Trace {

    /** Remembers nothing. */
    static final Trace OFF = new Trace(false);

    private final boolean on;
    private @Nullable Place place;
    private @Nullable JsonValue actual;

    private Trace(boolean on) {
        this.on = on;
    }

    static Trace on() {
        return new Trace(true);
    }

    void decided(Place at, @Nullable JsonValue value) {
        if (on) {
            place = at;
            actual = value;
        }
    }

    Explanation explain(boolean matches, Place otherwise) {
        var decider = place == null ? otherwise : place;
        return new Explanation(
                matches,
                new Explanation.Decision(
                        decider.pointer(),
                        decider.operator().map(Operator::symbol),
                        decider.value(),
                        Optional.ofNullable(actual)));
    }
}
