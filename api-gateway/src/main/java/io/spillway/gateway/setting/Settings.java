package io.spillway.gateway.setting;

import io.spillway.gateway.http.ApiException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** What belongs to no tenant, by name; every node sees every change within moments. */
public interface Settings {

    /**
     * Those whose names begin alike, as they are now and as they change; safe to read from any thread. One that cannot be
     * read is left out.
     *
     * @param prefix as {@code node.}
     * @return by the rest of the name
     */
    <T> Map<String, T> table(String prefix, Function<byte[], T> read);

    /** Whether everything that was stored before this node started has been read: until then a table may lack rows. */
    boolean complete();

    /** Stores it; the tables of this node have it when this returns. Throws an {@code ApiException}, unavailable. */
    void put(String name, byte[] value);

    /**
     * As {@link #put}, again and again for a minute: at a start the broker may be busy.
     *
     * @throws IllegalStateException where it could not be stored
     */
    default void insist(String name, byte[] value) {
        var end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                put(name, value);
                return;
            } catch (ApiException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(name + " could not be written to Kafka", e);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted before " + name + " was written to Kafka");
            }
        }
    }

    /** As {@link #put}. */
    void remove(String name);
}
