package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ClientPoolTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<String> made = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    private ClientPool<String, String> pool(Duration idle, int most) {
        return new ClientPool<>(
                idle,
                most,
                key -> {
                    made.add(key);
                    return "client of " + key;
                },
                closed::add);
    }

    @Test
    void shouldMakeAClientOnce() throws Exception {
        try (var pool = pool(LONG, 10)) {
            // when
            for (var call = 0; call < 3; call++) {
                try (var lease = pool.lease("a", LONG)) {
                    assertThat(lease.client()).isEqualTo("client of a");
                }
            }

            // then
            assertThat(made).containsExactly("a");
            assertThat(closed).isEmpty();
        }
        Awaitility.await().untilAsserted(() -> assertThat(closed).containsExactly("client of a"));
    }

    @Test
    void shouldCloseWhatIsIdle() throws Exception {
        try (var pool = pool(Duration.ofMillis(50), 10)) {
            // when
            pool.lease("a", LONG).close();

            // then
            Awaitility.await().untilAsserted(() -> assertThat(closed).isNotEmpty());
        }
        Awaitility.await().untilAsserted(() -> assertThat(closed).hasSameSizeAs(made));
    }

    @Test
    void shouldNotCloseUnderTheFeetOfACall() throws Exception {
        try (var pool = pool(LONG, 10)) {
            // given
            var lease = pool.lease("a", LONG);

            // when
            lease.discard();
            pool.lease("a", LONG).close();

            // then
            assertThat(made).containsExactly("a", "a");
            assertThat(closed).isEmpty();
            lease.close();
            Awaitility.await().untilAsserted(() -> assertThat(closed).hasSize(1));
        }
        Awaitility.await().untilAsserted(() -> assertThat(closed).hasSize(2));
    }

    @Test
    void shouldCloseWhatIsTooMuch() throws Exception {
        try (var pool = pool(LONG, 2)) {
            // when
            for (var number = 0; number < 50; number++) {
                pool.lease("client " + number, LONG).close();
            }

            // then: what is too much goes as others come
            Awaitility.await().untilAsserted(() -> {
                pool.lease("another", LONG).close();
                assertThat(closed).hasSizeGreaterThan(40);
            });
        }
        Awaitility.await().untilAsserted(() -> assertThat(closed).hasSameSizeAs(made));
    }

    @Test
    void shouldNotHoldACallUpByClosing() throws Exception {
        // given
        var closers = new CopyOnWriteArrayList<Thread>();
        var pool = new ClientPool<String, String>(LONG, 10, key -> key, client -> closers.add(Thread.currentThread()));
        var lease = pool.lease("a", LONG);
        pool.close();

        // when
        lease.close();

        // then
        Awaitility.await().until(() -> !closers.isEmpty());
        assertThat(closers).doesNotContain(Thread.currentThread());
    }

    @Test
    void shouldWaitNoLongerThanItsCaller() throws Exception {
        // given
        var latch = new CountDownLatch(1);
        try (var pool = new ClientPool<String, String>(
                LONG,
                10,
                key -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return key;
                },
                closed::add)) {
            // then
            assertThatThrownBy(() -> pool.lease("a", Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);
            latch.countDown();
            try (var lease = pool.lease("a", LONG)) {
                assertThat(lease.client()).isEqualTo("a");
            }
        }
    }

    @Test
    void shouldTryAgainWhatCouldNotBeMade() throws Exception {
        try (var pool = new ClientPool<String, String>(
                LONG,
                10,
                key -> {
                    made.add(key);
                    if (made.size() == 1) {
                        throw new IllegalStateException("not today");
                    }
                    return key;
                },
                closed::add)) {
            // then
            assertThatThrownBy(() -> pool.lease("a", LONG)).isInstanceOf(ExecutionException.class);
            Awaitility.await().ignoreExceptions().until(() -> {
                try (var lease = pool.lease("a", LONG)) {
                    return lease.client().equals("a");
                }
            });
        }
    }
}
