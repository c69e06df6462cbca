package io.spillway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    @Nested
    class InOrder {

        @Test
        void shouldMoveItsBaseWithEachFinish() {
            // given
            var window = Window.from(10);
            window.take(10);
            window.take(11);

            // when
            window.finish(10);

            // then
            assertThat(window.base()).isEqualTo(11);
            assertThat(window.metadata()).isEmpty();
        }

        @Test
        void shouldNotFinishWhatWasNotTaken() {
            // given
            var window = Window.from(10);

            // when, then
            assertThatThrownBy(() -> window.finish(10)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class OutOfOrder {

        @Test
        void shouldStayAtTheLowestUnfinished() {
            // given
            var window = Window.from(0);
            for (var offset = 0; offset < 5; offset++) {
                window.take(offset);
            }

            // when
            window.finish(1);
            window.finish(4);
            window.finish(2);

            // then
            assertThat(window.base()).isZero();
            assertThat(window.span()).isEqualTo(5);
        }

        @Test
        void shouldRememberOverACommitWhatIsFinished() {
            // given
            var window = Window.from(0);
            for (var offset = 0; offset < 5; offset++) {
                window.take(offset);
            }
            window.finish(1);
            window.finish(4);

            // when
            var restored = Window.committed(window.base(), window.metadata());

            // then
            assertThat(restored.take(0)).isTrue();
            assertThat(restored.take(1)).isFalse();
            assertThat(restored.take(2)).isTrue();
            assertThat(restored.take(3)).isTrue();
            assertThat(restored.take(4)).isFalse();
            assertThat(restored.take(5)).isTrue();
        }

        @Test
        void shouldFitTheBrokersLimitWhenFull() {
            // given
            var window = Window.from(0);
            for (var offset = 0; offset < Window.SIZE; offset++) {
                window.take(offset);
            }

            // when
            for (var offset = 1; offset < Window.SIZE; offset++) {
                window.finish(offset);
            }

            // then
            assertThat(window.metadata().length()).isLessThan(4_096);
            assertThat(window.hasRoomFor(Window.SIZE)).isFalse();
            assertThatThrownBy(() -> window.take(Window.SIZE)).isInstanceOf(IllegalStateException.class);
            window.finish(0);
            assertThat(window.base()).isEqualTo(Window.SIZE);
        }

        @Test
        void shouldTakeMetadataOfAnotherFormForNone() {
            // given, when, then
            assertThat(Window.committed(7, "someone else's note").take(8)).isTrue();
            assertThat(Window.committed(7, "1:not base64!").take(8)).isTrue();
        }
    }

    @Nested
    class WithGaps {

        @Test
        void shouldPassOverOffsetsThatNoRecordHas() {
            // given
            var window = Window.from(0);
            window.take(0);
            window.take(3);

            // when
            window.finish(0);

            // then
            assertThat(window.base()).isEqualTo(3);
        }

        @Test
        void shouldFollowTheConsumersPositionWhenIdle() {
            // given
            var window = Window.from(0);
            window.take(0);
            window.finish(0);

            // when
            window.skipTo(2);

            // then
            assertThat(window.base()).isEqualTo(2);
        }

        @Test
        void shouldPassOverWhatRetentionRemovedHoweverMuch() {
            // given
            var window = Window.from(0);
            window.take(0);
            window.take(1);
            window.finish(1);
            var restored = Window.committed(window.base(), window.metadata());

            // when
            restored.skipTo(100_000);

            // then
            assertThat(restored.hasRoomFor(100_000)).isTrue();
            assertThat(restored.take(100_000)).isTrue();
            assertThat(restored.base()).isEqualTo(100_000);
        }

        @Test
        void shouldNotPassOverWhatIsInFlight() {
            // given
            var window = Window.from(0);
            window.take(0);

            // when
            window.skipTo(100_000);

            // then
            assertThat(window.base()).isZero();
            assertThat(window.hasRoomFor(100_000)).isFalse();
        }
    }

    /** Random takes, finishes and crashes against a plain set: nothing is lost, and nothing finished and committed comes again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBeExactWhateverTheOrder(long seed) {
        // given
        var random = new Random(seed);
        var records = records(random, 30_000);
        var done = new HashSet<Long>();
        var window = Window.from(0);
        var open = new ArrayList<Long>();
        var at = 0;

        // when
        while (done.size() < records.size()) {
            for (var i = random.nextInt(2_000); i > 0 && at < records.size(); i--) {
                window.skipTo(records.get(at));
                if (!window.hasRoomFor(records.get(at))) {
                    break;
                }
                var offset = records.get(at++);
                var taken = window.take(offset);
                assertThat(taken).isNotEqualTo(done.contains(offset));
                if (taken) {
                    open.add(offset);
                }
            }
            for (var i = random.nextInt(2_000); i > 0 && !open.isEmpty(); i--) {
                var offset = open.remove(random.nextInt(Math.min(open.size(), 1 + random.nextInt(5_000))));
                window.finish(offset);
                done.add(offset);
            }
            assertExact(window, records, done);
            if (random.nextInt(5) == 0) {
                window = Window.committed(window.base(), window.metadata());
                open.clear();
                at = indexFrom(records, window.base());
            }
        }

        // then
        assertThat(window.base()).isEqualTo(records.getLast() + 1);
    }

    private static List<Long> records(Random random, int count) {
        var records = new ArrayList<Long>();
        var offset = 0L;
        for (var i = 0; i < count; i++) {
            records.add(offset);
            offset += random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1;
        }
        return records;
    }

    private static void assertExact(Window window, List<Long> records, Set<Long> done) {
        var lowest = records.stream().filter(offset -> !done.contains(offset)).findFirst();
        assertThat(window.base()).isLessThanOrEqualTo(lowest.orElse(Long.MAX_VALUE));
        assertThat(records.subList(0, indexFrom(records, window.base())).stream()
                        .allMatch(done::contains))
                .isTrue();
    }

    private static int indexFrom(List<Long> records, long offset) {
        var index = Collections.binarySearch(records, offset);
        return index < 0 ? -index - 1 : index;
    }
}
