package io.spillway.gateway.http;

import java.util.List;
import java.util.Map;

/** What the {@code data} of an error says. */
public sealed interface Details {

    /** There is no {@code data}. */
    record None() implements Details {}

    /** One sentence for each thing that is wrong with a body, as {@code config.url is required}. */
    record Problems(List<String> problems) implements Details {
        public Problems {
            problems = List.copyOf(problems);
        }
    }

    /** What is wrong by name, as {@code query.dir}. */
    record Named(Map<String, String> problems) implements Details {
        public Named {
            problems = Map.copyOf(problems);
        }
    }
}
