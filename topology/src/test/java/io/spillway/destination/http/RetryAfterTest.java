package io.spillway.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0
            7 | 7
            007 | 7
            86400 | 86400
            86401 | 86400
            99999999999 | 86400
            99999999999999999999999999 | 86400
            Sun, 22 Nov 2026 10:01:30 GMT | 90
            Sunday, 22-Nov-26 10:01:30 GMT | 90
            Sun Nov 22 10:01:30 2026 | 90
            Sun, 22 Nov 2026 09:00:00 GMT | 0
            Wed, 22 Nov 2028 10:00:00 GMT | 86400
            """)
    void shouldReadSecondsAndDatesAndKeepThemWithinADay(String value, long seconds) {
        // given
        var answer = answering(value);

        // when
        var asked = asked(answer);

        // then
        assertThat(asked).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "yesterday", "-5", "1.5", "7 s", "１２"})
    void shouldPassOverWhatItDoesNotUnderstand(String value) {
        assertThat(asked(answering(value))).isEmpty();
    }

    @Test
    void shouldHideItFromTheClient() {
        // given
        var answer = answering("0");

        // when
        var shown = RetryAfter.putAside(answer, NOW);

        // then
        assertThat(shown.header("Retry-After")).isNull();
    }

    private static Optional<Duration> asked(Response answer) {
        return RetryAfter.of(RetryAfter.putAside(answer, NOW));
    }

    private static Response answering(String retryAfter) {
        return new Response.Builder()
                .request(new Request.Builder().url("http://endpoint.example").build())
                .protocol(Protocol.HTTP_1_1)
                .code(503)
                .message("")
                .headers(new okhttp3.Headers.Builder()
                        .addUnsafeNonAscii("retry-after", retryAfter)
                        .build())
                .build();
    }
}
