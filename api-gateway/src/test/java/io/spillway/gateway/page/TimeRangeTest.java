package io.spillway.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Details;
import io.spillway.gateway.http.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+999999999-12-31",
                "-0001-01-01",
                "2026-02-30",
                "2026-01-01T00:00Z",
                "2026-01-01T00:00:00",
                "yesterday"
            })
    void shouldRefuseWhatIsNoTime(String time) {
        // given
        var query = new Query(Map.of("time[lte]", List.of(time)));
        // then
        assertThatThrownBy(() -> TimeRange.of(query)).isInstanceOfSatisfying(ApiException.class, error -> {
            assertThat(error.code().status()).isEqualTo(422);
            assertThat(error.details())
                    .isEqualTo(new Details.Named(
                            Map.of("query.time[lte]", "must be an RFC 3339 time or a date (YYYY-MM-DD)")));
        });
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
