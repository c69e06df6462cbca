package io.spillway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void shouldMultiplyUpToTheMost() {
        assertThat(waits(new Schedule.Exponential(seconds(2), 3, Optional.of(seconds(40)))))
                .containsExactly(2_000L, 6_000L, 18_000L, 40_000L, 40_000L);
    }

    @Test
    void shouldAddTheStep() {
        assertThat(waits(new Schedule.Linear(seconds(5), seconds(10))))
                .containsExactly(5_000L, 15_000L, 25_000L, 35_000L, 45_000L);
    }

    @Test
    void shouldWaitTheSameEachTime() {
        assertThat(waits(new Schedule.Fixed(seconds(7)))).containsOnly(7_000L);
    }

    @Test
    void shouldFollowTheListAndRepeatItsEndForWhoeverAsksFurther() {
        var list = new Schedule.Listed(List.of(seconds(1), seconds(30)));

        assertThat(waits(list)).containsExactly(1_000L, 30_000L, 30_000L, 30_000L, 30_000L);
        assertThat(list.attempts()).contains(3);
    }

    @Test
    void shouldKnowNoWaitWhereTheListIsEmpty() {
        assertThat(new Schedule.Listed(List.of()).after(1)).isEmpty();
        assertThat(new Schedule.Listed(List.of()).attempts()).contains(1);
    }

    @Test
    void shouldNeverWaitLongerThanAWeek() {
        assertThat(new Schedule.Exponential(seconds(30), 100, Optional.empty()).after(200))
                .contains(Schedule.LONGEST);
        assertThat(new Schedule.Linear(Schedule.LONGEST, Schedule.LONGEST).after(Integer.MAX_VALUE))
                .contains(Schedule.LONGEST);
    }

    private static List<Long> waits(Schedule schedule) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(attempt -> schedule.after(attempt).orElseThrow().toMillis())
                .toList();
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
