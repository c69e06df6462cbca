package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import io.spillway.domain.Response;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {

    private static final Optional<Duration> ASKED = Optional.of(Duration.ofSeconds(7));

    @Test
    void shouldTakeADeliveryForASignOfHealth() {
        assertThat(Signal.of(new Outcome.Delivered(new Response("200", "{}")))).isEqualTo(new Signal.Well());
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "503"})
    void shouldLetItRestForAsLongAsItAsks(String status) {
        assertThat(Signal.of(answered(status))).isEqualTo(new Signal.Overloaded(ASKED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"502", "504"})
    void shouldSlowDownWithoutARestWhereAGatewayAnswers(String status) {
        assertThat(Signal.of(answered(status))).isEqualTo(new Signal.Overloaded(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "404", "500", "301", "throttled"})
    void shouldTakeOtherRefusalsForIllness(String status) {
        assertThat(Signal.of(answered(status))).isEqualTo(new Signal.Ill());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STATUS", "PROVIDER", "EVENT_EXPIRED"})
    void shouldTakeSilenceOfTheOtherSideForIllness(Failure failure) {
        assertThat(Signal.of(new Outcome.Failed(failure, "", Optional.empty()))).isEqualTo(new Signal.Ill());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"PROVIDER", "EVENT_EXPIRED"})
    void shouldLearnNothingFromWhatWasNotCalled(Failure failure) {
        assertThat(Signal.of(new Outcome.Failed(failure, "", Optional.empty()))).isEqualTo(new Signal.Silence());
    }

    private static Outcome answered(String status) {
        return new Outcome.Failed(Failure.STATUS, "refused", Optional.of(new Response(status, "{}")), ASKED);
    }
}
