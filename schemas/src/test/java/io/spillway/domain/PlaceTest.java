package io.spillway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private static final Place HERE = new Place(Instant.ofEpochMilli(1_000), 7);

    @Test
    void shouldStayBehindTheLastOneAlsoWhereTheClockWentBack() {
        // then
        assertThat(new Place(Instant.ofEpochMilli(1_001), 3).after(HERE))
                .isEqualTo(new Place(Instant.ofEpochMilli(1_001), 3));
        assertThat(new Place(Instant.ofEpochMilli(999), 8).after(HERE))
                .isEqualTo(new Place(Instant.ofEpochMilli(1_000), 8))
                .isGreaterThan(HERE);
    }
}
