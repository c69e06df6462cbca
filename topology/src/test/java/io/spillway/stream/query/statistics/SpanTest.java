package io.spillway.stream.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @Test
    void shouldMoveFinerBoundsToTheNextMillisecond() {
        // when
        var span =
                new Span(Instant.parse("2026-01-01T00:00:00.0001Z"), Instant.parse("2026-01-01T00:00:01.000000001Z"));
        // then
        assertThat(span.from()).isEqualTo("2026-01-01T00:00:00.001Z");
        assertThat(span.until()).isEqualTo("2026-01-01T00:00:01.001Z");
        assertThat(span.length()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z,     2026-01-01T00:00:00Z",
        "2026-01-01T00:00:01Z,     2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.0001Z, 2026-01-01T00:00:00.0002Z"
    })
    void shouldEndAfterItBegins(Instant from, Instant until) {
        // when / then
        assertThatThrownBy(() -> new Span(from, until)).isInstanceOf(IllegalArgumentException.class);
    }
}
