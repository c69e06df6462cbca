package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Batching;
import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of numbers, each of which is as large as it says. */
class BatchesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final DestinationKey A = key("a");
    private static final DestinationKey B = key("b");
    private static final Batching THREE = new Batching(3, Duration.ofSeconds(5));

    private int hurried;
    private final Batches<Integer> batches = new Batches<>(100, size -> size, () -> hurried++);

    @Test
    void shouldGoOutWithAsManyAsAreWantedInOrder() {
        // given
        batches.add(A, 3, THREE, 0);
        batches.add(B, 9, THREE, 0);
        batches.add(A, 1, THREE, 0);

        // when, then
        assertThat(batches.add(A, 2, THREE, 0)).containsExactly(List.of(3, 1, 2));
        assertThat(batches.waiting()).isEqualTo(1);
    }

    @Test
    void shouldGoOutWhenTheFirstHasWaitedForLongEnough() {
        // given
        batches.add(A, 1, THREE, 0);
        batches.add(A, 2, THREE, 4 * SECOND);

        // when, then
        assertThat(batches.overIn(4 * SECOND + SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(batches.over(5 * SECOND - 1)).isEmpty();
        assertThat(batches.over(5 * SECOND)).containsExactly(List.of(1, 2));
        assertThat(batches.over(5 * SECOND)).isEmpty();
    }

    @Test
    void shouldGoOutBeforeACallWouldBeTooLarge() {
        // given
        batches.add(A, 60, THREE, 0);

        // when, then
        assertThat(batches.add(A, 41, THREE, 0)).containsExactly(List.of(60));
        assertThat(batches.add(A, 59, THREE, 0)).containsExactly(List.of(41, 59));
    }

    @Test
    void shouldGoOutAloneWhereOneIsTooLarge() {
        // given
        batches.add(A, 1, THREE, 0);

        // when, then
        assertThat(batches.add(A, 101, THREE, 0)).containsExactly(List.of(1), List.of(101));
    }

    @Test
    void shouldWaitForASecondAtMostWhereThereIsNoRoom() {
        // given
        batches.add(A, 1, THREE, 0);
        batches.add(B, 2, THREE, 1);

        // when, then
        assertThat(batches.pressed(SECOND - 1)).isEmpty();
        assertThat(batches.pressed(SECOND)).containsExactly(List.of(1));
    }

    @Test
    void shouldHurryOnlyForWhatIsSooner() {
        // given
        batches.add(A, 1, THREE, 0);
        batches.add(A, 1, THREE, 1);

        // when
        batches.add(B, 1, THREE, 1);

        // then
        assertThat(hurried).isEqualTo(1);
    }

    @Test
    void shouldLetGoOfWhatIsWithdrawn() {
        // given
        batches.add(A, 1, THREE, 0);
        batches.add(B, 1, THREE, 0);
        batches.add(B, 2, THREE, 0);

        // when
        batches.withdraw(item -> item == 1);

        // then
        assertThat(batches.over(5 * SECOND)).containsExactly(List.of(2));
    }

    private static DestinationKey key(String destination) {
        return new DestinationKey(new TenantId("acme"), new DestinationId(destination));
    }
}
