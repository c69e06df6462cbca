package io.spillway.stream.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GranularityTest {

    @ParameterizedTest
    @CsvSource({
        // 2026-11-22 is a Sunday, day 20,779 since the epoch, week 2,968 since 1970-01-04, in month 682 since 1970-01.
        "1s,  2026-11-22T10:00:50.999Z, 2026-11-22T10:00:50Z, 2026-11-22T10:00:51Z",
        "45s, 2026-11-22T10:00:50Z,     2026-11-22T10:00:45Z, 2026-11-22T10:01:30Z",
        "60s, 2026-11-22T10:00:50Z,     2026-11-22T10:00:00Z, 2026-11-22T10:01:00Z",
        "5m,  2026-11-22T10:04:59.999Z, 2026-11-22T10:00:00Z, 2026-11-22T10:05:00Z",
        "5m,  2026-11-22T10:05:00Z,     2026-11-22T10:05:00Z, 2026-11-22T10:10:00Z",
        "1h,  2026-11-22T10:59:59Z,     2026-11-22T10:00:00Z, 2026-11-22T11:00:00Z",
        "7h,  2026-11-22T10:00:00Z,     2026-11-22T05:00:00Z, 2026-11-22T12:00:00Z",
        "24h, 2026-11-22T10:00:00Z,     2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "1d,  2026-11-22T23:59:59.999Z, 2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
        "1d,  2024-02-29T12:00:00Z,     2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "1d,  2100-02-28T12:00:00Z,     2100-02-28T00:00:00Z, 2100-03-01T00:00:00Z",
        "7d,  2026-11-22T00:00:00Z,     2026-11-19T00:00:00Z, 2026-11-26T00:00:00Z",
        "31d, 2026-11-22T00:00:00Z,     2026-11-13T00:00:00Z, 2026-12-14T00:00:00Z",
        "1w,  2026-11-21T23:59:59.999Z, 2026-11-15T00:00:00Z, 2026-11-22T00:00:00Z",
        "1w,  2026-11-22T00:00:00Z,     2026-11-22T00:00:00Z, 2026-11-29T00:00:00Z",
        "2w,  2026-11-30T00:00:00Z,     2026-11-22T00:00:00Z, 2026-12-06T00:00:00Z",
        "3w,  2026-11-22T00:00:00Z,     2026-11-15T00:00:00Z, 2026-12-06T00:00:00Z",
        "4w,  2026-12-19T23:59:59Z,     2026-11-22T00:00:00Z, 2026-12-20T00:00:00Z",
        "1w,  2027-01-01T00:00:00Z,     2026-12-27T00:00:00Z, 2027-01-03T00:00:00Z",
        "1M,  2024-02-29T23:59:59.999Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "1M,  2026-12-31T23:59:59.999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "5M,  2026-11-22T00:00:00Z,     2026-09-01T00:00:00Z, 2027-02-01T00:00:00Z",
        "12M, 2026-11-22T00:00:00Z,     2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "5m,  1969-12-31T23:59:59.999Z, 1969-12-31T23:55:00Z, 1970-01-01T00:00:00Z",
        "1w,  1970-01-03T00:00:00Z,     1969-12-28T00:00:00Z, 1970-01-04T00:00:00Z",
        "2M,  1969-12-15T00:00:00Z,     1969-11-01T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void shouldPutATimeIntoItsBucket(String granularity, Instant time, Instant start, Instant next) {
        // given
        var width = Granularity.parse(granularity);
        // when / then
        assertThat(width.start(time)).isEqualTo(start);
        assertThat(width.next(start)).isEqualTo(next);
        assertThat(width.start(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "60s", "60m", "24h", "31d", "4w", "12M"})
    void shouldReadWhatItWrites(String text) {
        // when / then
        assertThat(Granularity.parse(text)).hasToString(text);
    }

    @Test
    void shouldLeaveOutLeadingZeros() {
        // when / then
        assertThat(Granularity.parse("05m")).hasToString("5m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "h",
                "1x",
                "1H",
                "-1h",
                "1.5h",
                " 1h",
                "1h ",
                "1hh",
                "0h",
                "61s",
                "61m",
                "25h",
                "32d",
                "5w",
                "13M",
                "99999999999999999999s",
                "١h"
            })
    void shouldRefuseAnythingElse(String text) {
        // when / then
        assertThatThrownBy(() -> Granularity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("invalid granularity \"");
    }
}
