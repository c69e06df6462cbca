package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TriesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Tries tries = new Tries();

    @Test
    void shouldRefuseWhatIsInFlight() {
        // given
        tries.begin(new Try("d", 1, 1, 0), NOON);

        // when, then
        assertThat(tries.begin(new Try("d", 1, 1, 0), NOON)).isFalse();
    }

    @Test
    void shouldRefuseWhatWasFinishedLately() {
        // given
        tries.begin(new Try("d", 1, 1, 0), NOON);
        tries.finish(new Try("d", 1, 1, 0), NOON);
        tries.finish(new Try("e", 1, 1, 0), NOON.plusSeconds(60));

        // when, then
        assertThat(tries.begin(new Try("d", 1, 1, 0), NOON)).isFalse();
    }

    @Test
    void shouldLetTheNextAttemptAndTheNextPassThrough() {
        // given
        tries.finish(new Try("d", 1, 1, 0), NOON);

        // when, then
        assertThat(tries.begin(new Try("d", 1, 2, 0), NOON)).isTrue();
        assertThat(tries.begin(new Try("d", 1, 1, 1), NOON)).isTrue();
        assertThat(tries.begin(new Try("d", 2, 1, 0), NOON))
                .as("made again after an erasure")
                .isTrue();
    }

    @Test
    void shouldTakeAnIdThatIsUsedAgainLaterThoughNothingElseEnded() {
        // given
        tries.finish(new Try("d", 1, 1, 0), NOON);

        // when, then
        assertThat(tries.begin(new Try("d", 1, 1, 0), NOON.plusSeconds(61))).isTrue();
    }

    @Test
    void shouldForgetAfterAMinute() {
        // given
        tries.finish(new Try("d", 1, 1, 0), NOON);

        // when
        tries.finish(new Try("e", 1, 1, 0), NOON.plusSeconds(61));

        // then
        assertThat(tries.size()).isEqualTo(1);
    }

    @Test
    void shouldKeepSoManyAndNoMore() {
        // given, when
        for (var number = 1; number <= Tries.AT_MOST + 10; number++) {
            tries.finish(new Try("d", 1, number, 0), NOON);
        }

        // then
        assertThat(tries.size()).isEqualTo(Tries.AT_MOST);
        assertThat(tries.begin(new Try("d", 1, 10, 0), NOON)).isTrue();
        assertThat(tries.begin(new Try("d", 1, 11, 0), NOON)).isFalse();
    }

    @Test
    void shouldBeReadFromHeaders() {
        // given
        var headers = headers("d", "12", "3");

        // when, then
        assertThat(Try.of(headers)).as("of an earlier release").contains(new Try("d", -1, 12, 3));
        headers.add(HeaderNames.INCARNATION, "2".getBytes(StandardCharsets.UTF_8));
        assertThat(Try.of(headers)).contains(new Try("d", 2, 12, 3));
    }

    @Test
    void shouldBeAbsentWhereHeadersAreMissingOrOdd() {
        // given, when, then
        assertThat(Try.of(new RecordHeaders())).isEmpty();
        assertThat(Try.of(headers("d", "x", "3"))).isEmpty();
        assertThat(Try.of(headers("d", "", "3"))).isEmpty();
        assertThat(Try.of(headers("d", "99999999999", "3"))).isEmpty();
    }

    private static RecordHeaders headers(String delivery, String attempt, String pass) {
        return new RecordHeaders() {
            {
                add(HeaderNames.DELIVERY, delivery.getBytes(StandardCharsets.UTF_8));
                add(HeaderNames.ATTEMPT, attempt.getBytes(StandardCharsets.UTF_8));
                add(HeaderNames.PASS, pass.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
