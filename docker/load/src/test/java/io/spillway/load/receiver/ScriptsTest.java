package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptsTest {

    private static final Step FAIL = new Step.Reply(503, Duration.ZERO);

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
        assertThat(steps).containsExactly(new Step.Reply(503, Duration.ofMillis(20)), new Step.Hang(), Step.ACCEPT);
    }

    @Test
    void shouldRefuseAStatusThatIsNone() {
        assertThatThrownBy(() -> Scripts.parse("[{\"status\":99}]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Request attempt(String path, int attempt) {
        return new Request("POST", path, Map.of("spillway-attempt", Integer.toString(attempt)), new byte[0]);
    }
}
