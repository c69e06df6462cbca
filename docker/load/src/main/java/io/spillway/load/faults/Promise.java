package io.spillway.load.faults;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the API's answer to a change of a subscription promises of the events published after it. */
sealed interface Promise {

    /** How often it was not kept. */
    long broken(Observed observed);

    /**
     * An event arrives.
     *
     * @param path where alone
     */
    record Arrives(String event, String path) implements Promise {

        boolean missed(Observed observed) {
            return observed.of(event).stream()
                    .noneMatch(arrival -> arrival.path().equals(path));
        }

        @Override
        public long broken(Observed observed) {
            long elsewhere = observed.of(event).stream()
                    .filter(arrival -> !arrival.path().equals(path))
                    .count();
            return elsewhere + (missed(observed) ? 1 : 0);
        }
    }

    /**
     * No call begins any more.
     *
     * @param events those that wanted to go there
     * @param since when that was confirmed, in nanoseconds since 1970; a second later it counts
     */
    record Silent(List<String> events, long since) implements Promise {

        private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

        @Override
        public long broken(Observed observed) {
            return events.stream()
                    .flatMap(event -> observed.of(event).stream())
                    .filter(arrival -> arrival.at() > since + GRACE)
                    .count();
        }
    }
}
