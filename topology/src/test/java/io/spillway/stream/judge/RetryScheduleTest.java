package io.spillway.stream.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldWaitOnceAfterEachAttemptButTheLast() {
        // given
        var schedule = new RetrySchedule(List.of(SECOND, SECOND.multipliedBy(5)));

        // then
        assertThat(schedule.after(1)).contains(SECOND);
        assertThat(schedule.after(2)).contains(SECOND.multipliedBy(5));
        assertThat(schedule.after(3)).isEmpty();
        assertThat(schedule.after(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldHaveOneAttemptWhereThereAreNoWaits() {
        assertThat(new RetrySchedule(List.of()).after(1)).isEmpty();
    }

    @Test
    void shouldRefuseWaitsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(SECOND, Duration.ZERO)));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(SECOND.negated())));
    }

    @Test
    void shouldNotFollowTheListThatItWasMadeOf() {
        // given
        var waits = new ArrayList<>(List.of(SECOND));
        var schedule = new RetrySchedule(waits);

        // when
        waits.clear();

        // then
        assertThat(schedule.after(1)).contains(SECOND);
    }
}
