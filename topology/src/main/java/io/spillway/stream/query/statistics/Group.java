package io.spillway.stream.query.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is counted together.
 *
 * @param bucket when it begins; absent where the question has no granularity
 * @param values those of the question's dimensions, in their order; a property that is absent is the empty text
 */
public record Group(Optional<Instant> bucket, List<String> values) {

    public Group {
        values = List.copyOf(values);
    }
}
