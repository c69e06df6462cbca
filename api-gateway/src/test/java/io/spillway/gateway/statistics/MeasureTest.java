package io.spillway.gateway.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.gateway.http.Json;
import io.spillway.stream.query.statistics.Subject;
import io.spillway.stream.query.statistics.Sums;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

    /** Ten attempts within 40 s: numbers 1 1 1 1 1 1 2 2 2 3, of which seven succeeded and two were by hand. */
    private static final Sums TEN = new Sums(10, 7, 6, 2, 15);

    @ParameterizedTest
    @CsvSource({
        "count, 10, 0",
        "successful_count, 7, 0",
        "failed_count, 3, 0",
        "error_rate, 0.3, 0.0",
        "first_attempt_count, 6, 0",
        "retry_count, 4, 0",
        "manual_retry_count, 2, 0",
        "avg_attempt_number, 1.5, 0.0",
        "rate, 0.25, 0.0",
        "successful_rate, 0.175, 0.0",
        "failed_rate, 0.075, 0.0"
    })
    void shouldBeMadeFromSums(String word, String figure, String ofNothing) {
        // when / then
        assertThat(written(word, TEN)).isEqualTo("{\"" + word + "\":" + figure + "}");
        assertThat(written(word, Sums.NONE)).isEqualTo("{\"" + word + "\":" + ofNothing + "}");
    }

    @Test
    void shouldOfferTwoForEventsAndElevenForAttempts() {
        // when / then
        assertThat(Arrays.stream(Measure.values()).filter(one -> one.isOf(Subject.EVENTS)))
                .containsExactly(Measure.COUNT, Measure.RATE);
        assertThat(Arrays.stream(Measure.values()).filter(one -> one.isOf(Subject.ATTEMPTS)))
                .hasSize(11);
        assertThat(Measure.of("error_rate", Subject.EVENTS)).isEmpty();
    }

    private static String written(String word, Sums sums) {
        var measure = Measure.of(word, Subject.ATTEMPTS).orElseThrow();
        return new String(
                Json.bytes(json -> {
                    json.writeStartObject();
                    measure.write(json, sums, 40);
                    json.writeEndObject();
                }),
                UTF_8);
    }
}
