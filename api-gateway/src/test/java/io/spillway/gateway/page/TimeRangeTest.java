package io.spillway.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.http.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangeTest {

    @ParameterizedTest
    @CsvSource({
        "gte, 2026-01-01T00:00:00.001Z, 2026-01-01T00:00:00.001Z, ''",
        "gte, 2026-01-01T00:00:00.0010001Z, 2026-01-01T00:00:00.002Z, ''",
        "gt, 2026-01-01T00:00:00.001Z, 2026-01-01T00:00:00.002Z, ''",
        "gt, 2026-01-01T00:00:00.0015Z, 2026-01-01T00:00:00.002Z, ''",
        "lt, 2026-01-01T00:00:00.001Z, '', 2026-01-01T00:00:00.001Z",
        "lt, 2026-01-01T00:00:00.0015Z, '', 2026-01-01T00:00:00.002Z",
        "lte, 2026-01-01T00:00:00.001Z, '', 2026-01-01T00:00:00.002Z",
        "lte, 2026-01-01T00:00:00.0015Z, '', 2026-01-01T00:00:00.002Z",
        "gte, 2026-01-01, 2026-01-01T00:00:00Z, ''",
        "gte, 2026-01-01T02:00:00 02:00, 2026-01-01T00:00:00Z, ''"
    })
    void shouldKeepTheMeaningToTheMillisecond(String operator, String time, String from, String until) {
        // when
        var period = TimeRange.of(new Query(Map.of("time[" + operator + "]", List.of(time))));
        // then
        assertThat(period.from().map(Instant::toString).orElse("")).isEqualTo(instant(from));
        assertThat(period.until().map(Instant::toString).orElse("")).isEqualTo(instant(until));
    }

    @Test
    void shouldTakeTheNarrowerOfTwoBounds() {
        // given
        var query = new Query(Map.of("time[gte]", List.of("2026-01-01"), "time[gt]", List.of("2026-01-02T00:00:00Z")));
        // when / then
        assertThat(TimeRange.of(query).from()).contains(Instant.parse("2026-01-02T00:00:00.001Z"));
    }

    private static String instant(String text) {
        return text.isEmpty() ? "" : Instant.parse(text).toString();
    }
}
