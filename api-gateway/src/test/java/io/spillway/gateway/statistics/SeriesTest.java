package io.spillway.gateway.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stream.query.statistics.Dimension;
import io.spillway.stream.query.statistics.Granularity;
import io.spillway.stream.query.statistics.Group;
import io.spillway.stream.query.statistics.Question;
import io.spillway.stream.query.statistics.Span;
import io.spillway.stream.query.statistics.Statistics;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {

    private static final Sums THREE = new Sums(3, 0, 0, 0, 0);

    @ParameterizedTest
    @CsvSource({
        "2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z, 1d,  29, 2024-02-01T00:00:00Z, 2024-02-29T00:00:00Z",
        "2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 1d,  28, 2026-02-01T00:00:00Z, 2026-02-28T00:00:00Z",
        "2026-01-15T03:17:42Z, 2026-01-15T08:00:00Z, 1h,  5,  2026-01-15T03:00:00Z, 2026-01-15T07:00:00Z",
        "2026-01-15T03:17:42Z, 2026-01-15T08:00:00.001Z, 1h, 6, 2026-01-15T03:00:00Z, 2026-01-15T08:00:00Z",
        "2026-01-15T10:00:00Z, 2026-01-15T16:00:00Z, 1d,  1,  2026-01-15T00:00:00Z, 2026-01-15T00:00:00Z",
        "2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z, 1w,  5,  2025-12-28T00:00:00Z, 2026-01-25T00:00:00Z",
        "2025-11-30T23:59:59Z, 2026-03-01T00:00:00Z, 1M,  4,  2025-11-01T00:00:00Z, 2026-02-01T00:00:00Z",
        // Clocks are put forward in Europe on the 29th: every day still has 24 hours.
        "2026-03-28T00:00:00Z, 2026-03-31T00:00:00Z, 1h,  72, 2026-03-28T00:00:00Z, 2026-03-30T23:00:00Z",
        "2026-01-01T00:00:00Z, 2026-01-02T03:46:40Z, 1s,  100000, 2026-01-01T00:00:00Z, 2026-01-02T03:46:39Z"
    })
    void shouldHaveEveryBucketThatTheSpanTouches(
            Instant from, Instant until, String granularity, int count, Instant first, Instant last) {
        // when
        var buckets = Series.buckets(new Span(from, until), Granularity.parse(granularity));
        // then
        assertThat(buckets).hasSize(count).startsWith(first).endsWith(last).isSorted();
    }

    @Test
    void shouldNotListBucketsWithoutEnd() {
        // given
        var ages = new Span(Instant.parse("0000-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));
        // when / then
        assertThat(Series.buckets(ages, Granularity.parse("1s"))).hasSize(100_001);
    }

    @Test
    void shouldFillEachCombinationThatWasMetAndNoOther() {
        // given
        var question = question("1h", 3, List.of(Dimension.TOPIC, Dimension.DESTINATION_ID));
        var counted = Map.of(
                group(1, "b", "d1"), THREE,
                group(0, "a", "d2"), THREE);
        // when
        var series = Series.of(question, new Statistics(counted, false));
        // then
        assertThat(series.rows())
                .extracting(Series.Row::group)
                .containsExactly(
                        group(0, "a", "d2"),
                        group(0, "b", "d1"),
                        group(1, "a", "d2"),
                        group(1, "b", "d1"),
                        group(2, "a", "d2"),
                        group(2, "b", "d1"));
        assertThat(series.rows()).extracting(row -> row.sums().count()).containsExactly(3L, 0L, 0L, 3L, 0L, 0L);
        assertThat(series.rows()).extracting(Series.Row::length).containsOnly(Duration.ofHours(1));
        assertThat(series.truncated()).isFalse();
    }

    @Test
    void shouldBeOneRowOfZerosWithoutGranularityAndDimensions() {
        // given
        var span = new Span(hour(0), hour(2));
        var question = new Question(Subject.ATTEMPTS, span, Optional.empty(), List.of(), Map.of());
        // when
        var series = Series.of(question, new Statistics(Map.of(), false));
        // then
        assertThat(series.rows())
                .containsExactly(
                        new Series.Row(new Group(Optional.empty(), List.of()), Sums.NONE, Duration.ofHours(2)));
    }

    @Test
    void shouldHaveNoRowsWhereNoCombinationWasMet() {
        // when
        var series = Series.of(question("1h", 3, List.of(Dimension.TOPIC)), new Statistics(Map.of(), false));
        // then
        assertThat(series).isEqualTo(new Series(List.of(), false));
    }

    @Test
    void shouldMeasureAMonthByItsOwnLength() {
        // given
        var span = new Span(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2024-03-01T00:00:00Z"));
        var question = new Question(Subject.EVENTS, span, Optional.of(Granularity.parse("1M")), List.of(), Map.of());
        // when
        var series = Series.of(question, new Statistics(Map.of(), false));
        // then
        assertThat(series.rows())
                .extracting(Series.Row::length)
                .containsExactly(Duration.ofDays(31), Duration.ofDays(29));
    }

    @Test
    void shouldEndAfterTheMostRowsAndSaySo() {
        // given
        var counted = new HashMap<Group, Sums>();
        for (var topic = 0; topic < 1_001; topic++) {
            counted.put(group(0, "topic-" + topic), THREE);
        }
        // when
        var series = Series.of(question("1h", 100, List.of(Dimension.TOPIC)), new Statistics(counted, false));
        // then
        assertThat(series.rows()).hasSize(100_000);
        assertThat(series.rows().getLast().group().bucket()).contains(hour(99));
        assertThat(series.truncated()).isTrue();
    }

    private static Question question(String granularity, int hours, List<Dimension> dimensions) {
        return new Question(
                Subject.EVENTS,
                new Span(hour(0), hour(hours)),
                Optional.of(Granularity.parse(granularity)),
                dimensions,
                Map.of());
    }

    private static Group group(int hour, String... values) {
        return new Group(Optional.of(hour(hour)), List.of(values));
    }

    private static Instant hour(int hour) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(hour));
    }
}
