package io.spillway.destination;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients by the settings that they are made of. Each is made once, shared by all calls that need it, and closed when nobody
 * has used it for a while, or when there are too many; never under the feet of a call that still uses it.
 *
 * <p>Making and closing happen on virtual threads of their own, so that a caller waits no longer than it wants to.
 */
public final class ClientPool<K, C> implements AutoCloseable {

    private final Function<K, C> make;
    private final Consumer<C> close;
    private final AsyncCache<K, Shared<C>> clients;

    /**
     * A pool without clients.
     *
     * @param idle after which time without use a client is closed
     * @param most how many are kept; beyond, those least recently used are closed
     */
    public ClientPool(Duration idle, int most, Function<K, C> make, Consumer<C> close) {
        this.make = make;
        this.close = close;
        this.clients = Caffeine.newBuilder()
                .expireAfterAccess(idle)
                .maximumSize(most)
                .scheduler(Scheduler.systemScheduler())
                .executor(Thread::startVirtualThread)
                .<K, Shared<C>>removalListener((key, shared, cause) -> {
                    if (shared != null) {
                        shared.retire();
                    }
                })
                .buildAsync();
    }

    /**
     * The client of these settings for one call; closing the lease gives it back.
     *
     * @throws TimeoutException where it is not made in time; it may be there next time
     * @throws ExecutionException where it cannot be made
     */
    public Lease<C> lease(K key, Duration timeout) throws InterruptedException, TimeoutException, ExecutionException {
        var end = System.nanoTime() + timeout.toNanos();
        while (true) {
            var making = clients.get(key, wanted -> Shared.made(() -> make.apply(wanted), close));
            var shared = making.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (shared.use()) {
                return new Lease<>(shared, () -> clients.asMap().remove(key, making));
            }
            clients.asMap().remove(key, making);
            if (shared.failure() != null) {
                throw new ExecutionException(shared.failure());
            }
        }
    }

    /** Closes all clients that no call uses, and the others after their calls. */
    @Override
    public void close() {
        var all = clients.asMap().values().stream().toList();
        clients.synchronous().invalidateAll();
        all.forEach(making -> Optional.ofNullable(making.getNow(null)).ifPresent(Shared::retire));
    }

    /** The use of a client by one call. */
    public static final class Lease<C> implements AutoCloseable {

        private final Shared<C> shared;
        private final Runnable forget;

        private Lease(Shared<C> shared, Runnable forget) {
            this.shared = shared;
            this.forget = forget;
        }

        public C client() {
            return shared.client();
        }

        /** Has the next call make another client: this one is broken. */
        public void discard() {
            forget.run();
        }

        @Override
        public void close() {
            shared.release();
        }
    }

    /** A client and who uses it, or why there is none. A failure is a value here, since the cache would log an exception. */
    private static final class Shared<C> {

        private final @Nullable C client;
        private final @Nullable Throwable failure;
        private final Consumer<C> close;
        private int users;
        private boolean retired;

        private Shared(@Nullable C client, @Nullable Throwable failure, Consumer<C> close) {
            this.client = client;
            this.failure = failure;
            this.close = close;
        }

        static <C> Shared<C> made(Supplier<C> make, Consumer<C> close) {
            try {
                return new Shared<>(make.get(), null, close);
            } catch (RuntimeException | LinkageError e) {
                return new Shared<>(null, e, close);
            }
        }

        @Nullable
        Throwable failure() {
            return failure;
        }

        C client() {
            return Objects.requireNonNull(client);
        }

        synchronized boolean use() {
            var usable = client != null && !retired;
            users += usable ? 1 : 0;
            return usable;
        }

        /** On the thread of a call, which closing must not hold up. */
        void release() {
            if (isLast(-1, false)) {
                Thread.startVirtualThread(this::end);
            }
        }

        void retire() {
            if (isLast(0, true)) {
                end();
            }
        }

        private void end() {
            if (client != null) {
                close.accept(client);
            }
        }

        private synchronized boolean isLast(int change, boolean retiring) {
            users += change;
            var before = retired;
            retired |= retiring;
            return retired && users == 0 && (change != 0 || !before);
        }
    }
}
