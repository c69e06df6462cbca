package io.spillway.destination;

import java.util.List;

/** What a destination type makes of a {@link Change}. */
public sealed interface Prepared {

    /** Valid settings, ready to be sealed and stored. */
    record Ready(Settings settings) implements Prepared {}

    /** @param problems at least one message in the REST contract's words, as {@code credentials.secret is forbidden} */
    record Refused(List<String> problems) implements Prepared {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
