package io.spillway.gateway.sealing;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How many destinations have their settings sealed by what. Safe for use by many threads. */
final class Sealings {

    private final Map<By, LongAdder> counts = new EnumMap<>(By.class);

    /** Which secret of the list sealed something. */
    enum By {
        /** The one in use. */
        FIRST,
        /** One that is still needed to open it. */
        OLDER,
        /** One that is not in the list, or nobody: it cannot be opened. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Sealings() {
        for (var by : By.values()) {
            counts.put(by, new LongAdder());
        }
    }

    void add(By by) {
        of(by).increment();
    }

    void move(By from, By to) {
        of(from).decrement();
        of(to).increment();
    }

    long count(By by) {
        return of(by).sum();
    }

    private LongAdder of(By by) {
        return Objects.requireNonNull(counts.get(by));
    }

    @Override
    public String toString() {
        return "settings of %d destinations are sealed with the first secret, %d with an older one, %d with an unknown one"
                .formatted(count(By.FIRST), count(By.OLDER), count(By.UNKNOWN));
    }
}
