package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {

    private static final Step FAIL = new Step.Reply(503, Duration.ZERO, Optional.empty());

    private final Scripts scripts = new Scripts();

    @Test
    void shouldAcceptWhereNothingIsSaid() {
        assertThat(scripts.step(attempt("/a", 1))).isEqualTo(Step.ACCEPT);
    }

    @Test
    void shouldTakeTheStepOfTheAttemptAndThenStayWithTheLast() {
        // given
        scripts.put("/a", List.of(FAIL, FAIL, Step.ACCEPT));

        // when, then
        assertThat(scripts.step(attempt("/a", 1))).isEqualTo(FAIL);
        assertThat(scripts.step(attempt("/a", 2))).isEqualTo(FAIL);
        assertThat(scripts.step(attempt("/a", 3))).isEqualTo(Step.ACCEPT);
        assertThat(scripts.step(attempt("/a", 9))).isEqualTo(Step.ACCEPT);
    }

    @Test
    void shouldTakeTheFirstWhereTheAttemptIsUnknown() {
        // given
        scripts.put("/a", List.of(FAIL, Step.ACCEPT));

        // when, then
        assertThat(scripts.step(new Request("POST", "/a", Map.of("spillway-attempt", "many"), new byte[0])))
                .isEqualTo(FAIL);
    }

    @Test
    void shouldReadStatusDelayAndHang() throws IOException {
        // when
        var steps =
                Scripts.parse("[{\"status\":503,\"delay_ms\":20},{\"hang\":true},{}]".getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(steps)
                .containsExactly(
                        new Step.Reply(503, Duration.ofMillis(20), Optional.empty()), new Step.Hang(), Step.ACCEPT);
    }

    @Test
    void shouldReadRetryAfterAsItIs() throws IOException {
        assertThat(parse("[{'status':429,'retry_after':'soon'}]"))
                .containsExactly(new Step.Reply(429, Duration.ZERO, Optional.of("soon")));
    }

    @Test
    void shouldReadBytesAndWhatBecomesOfTheConnection() throws IOException {
        // when
        var step = (Step.Raw) parse("[{'send':'HTTP/1.1 503 No','then':'z','times':3,'every_ms':7,'end':'reset'}]")
                .getFirst();

        // then
        assertThat(step.first()).asString(StandardCharsets.UTF_8).isEqualTo("HTTP/1.1 503 No");
        assertThat(step.then()).asString(StandardCharsets.UTF_8).isEqualTo("z");
        assertThat(step.times()).isEqualTo(3);
        assertThat(step.every()).isEqualTo(Duration.ofMillis(7));
        assertThat(step.end()).isEqualTo(Step.End.RESET);
        assertThat(step.status()).isEqualTo(503);
    }

    @Test
    void shouldNoteNoStatusOfWhatIsNotHttp() throws IOException {
        assertThat(parse("[{'send':'HELLO','end':'keep'},{'end':'reset'}]"))
                .extracting(Step::status)
                .containsExactly(0, 0);
    }

    @Test
    void shouldPackABomb() throws IOException {
        // when
        var step = (Step.Raw) parse("[{'gzip_mib':2}]").getFirst();

        // then
        assertThat(step.then()).hasSizeLessThan(4_096);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(step.then()))) {
            assertThat(unpacked.readAllBytes()).hasSize(2 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{'drip':'foot'}]", "[{'send':'x','end':'burn'}]"})
    void shouldRefuseWhatItDoesNotKnow(String script) {
        assertThatThrownBy(() -> parse(script)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAStatusThatIsNone() {
        assertThatThrownBy(() -> Scripts.parse("[{\"status\":99}]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Step> parse(String json) throws IOException {
        return Scripts.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Request attempt(String path, int attempt) {
        return new Request("POST", path, Map.of("spillway-attempt", Integer.toString(attempt)), new byte[0]);
    }
}
