package io.spillway.destination.http;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.spillway.destination.BlockedException;
import io.spillway.destination.EgressGuard;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.Dns;

/**
 * Resolves names within the caller's deadline, one look-up per name at a time, and remembers answers for a few seconds.
 *
 * <p>The system's resolver cannot be interrupted, so it runs on threads of its own: a name that hangs holds one of them,
 * however many deliveries wait for it.
 */
public final class DeadlineDns implements Dns, AutoCloseable {

    private static final ScopedValue<Long> DEADLINE_NANOS = ScopedValue.newInstance();
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_LOOKUPS = 64;

    private final EgressGuard egress;
    private final ExecutorService threads;
    private final AsyncCache<String, List<InetAddress>> answers;

    public DeadlineDns(EgressGuard egress) {
        this.egress = egress;
        this.threads = Executors.newFixedThreadPool(
                MAX_LOOKUPS, Thread.ofPlatform().daemon().name("dns-", 0).factory());
        this.answers = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .executor(threads)
                .buildAsync();
    }

    /** Runs a call whose look-ups end when its time is over. */
    public <T, E extends Throwable> T within(Duration timeout, ScopedValue.CallableOp<T, E> call) throws E {
        return ScopedValue.where(DEADLINE_NANOS, System.nanoTime() + timeout.toNanos())
                .call(call);
    }

    /** All addresses, IPv4 first; none of them if a single one must not be reached. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        var addresses = await(host);
        for (var address : addresses) {
            if (!egress.permits(address)) {
                throw blocked();
            }
        }
        return addresses;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> await(String host) throws UnknownHostException {
        var left = Math.min(DEADLINE_NANOS.orElse(Long.MAX_VALUE) - System.nanoTime(), LONGEST.toNanos());
        try {
            var addresses = answers.get(host, DeadlineDns::resolve).get(left, TimeUnit.NANOSECONDS);
            if (addresses.isEmpty()) {
                throw new UnknownHostException("not resolved");
            }
            return addresses;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new UnknownHostException("not resolved");
        }
    }

    /** Empty where there is none: that is remembered as well. */
    private static List<InetAddress> resolve(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static UnknownHostException blocked() {
        var exception = new UnknownHostException("blocked");
        exception.initCause(new BlockedException("a resolved address must not be reached"));
        return exception;
    }
}
