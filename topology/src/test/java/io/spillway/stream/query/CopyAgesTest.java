package io.spillway.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stream.query.CopyAges.Reach;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyAgesTest {

    private static final Duration COMMIT = Duration.ofSeconds(1);

    private Map<String, Map<Integer, Reach>> logs = Map.of();
    private Duration time = Duration.ZERO;
    private final CopyAges ages = new CopyAges(() -> logs, COMMIT, () -> time.toNanos());

    @Test
    void shouldKnowNothingOfAPartitionThatIsNotHere() {
        // when
        see(new Reach(10, 10));

        // then
        assertThat(ages.of(1)).isEmpty();
    }

    @Test
    void shouldNotKnowHowOldACopyIsThatHasNotReachedAnyEnd() {
        // when
        see(new Reach(0, 10));
        pass(5);
        see(new Reach(9 - 1, 12));

        // then
        assertThat(ages.of(0)).isEmpty();
    }

    @Test
    void shouldCountFromWhenTheEndThatWasReachedHadBeenNoted() {
        // when
        see(new Reach(10, 10));
        pass(1);
        see(new Reach(10, 20));
        pass(1);
        see(new Reach(20, 30));
        pass(1);

        // then
        assertThat(ages.of(0)).contains(Duration.ofSeconds(2).plus(COMMIT));
    }

    @Test
    void shouldTakeTheMarkOfACommitForNoRow() {
        // when
        see(new Reach(10, 11));

        // then
        assertThat(ages.of(0)).contains(COMMIT);
    }

    @Test
    void shouldBeAsOldAsTheOldestOfItsStores() {
        // when
        logs = Map.of("a", Map.of(0, new Reach(5, 5)), "b", Map.of(0, new Reach(5, 5)));
        ages.look();
        pass(3);
        logs = Map.of("a", Map.of(0, new Reach(5, 5)), "b", Map.of(0, new Reach(5, 9)));
        ages.look();

        // then
        assertThat(ages.of(0)).contains(Duration.ofSeconds(3).plus(COMMIT));
    }

    @Test
    void shouldForgetACopyThatIsBuiltAnew() {
        // when
        see(new Reach(10, 10));
        see(new Reach(2, 10));

        // then
        assertThat(ages.of(0)).isEmpty();
    }

    @Test
    void shouldForgetAPartitionThatHasLeft() {
        // when
        see(new Reach(10, 10));
        logs = Map.of();
        ages.look();

        // then
        assertThat(ages.of(0)).isEmpty();
    }

    private void see(Reach reach) {
        logs = Map.of("a", Map.of(0, reach));
        ages.look();
    }

    private void pass(int seconds) {
        time = time.plusSeconds(seconds);
    }
}
