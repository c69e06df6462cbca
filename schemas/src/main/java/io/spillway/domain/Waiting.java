package io.spillway.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What waits in a retry tier, and afterwards stands on {@code due}. */
public sealed interface Waiting {

    TenantId tenant();

    /** When its wait is over, on the broker's clock. */
    Instant due();

    /** A delivery whose next attempt is not to be made before its due time. */
    record Scheduled(Delivery delivery, Instant due) implements Waiting {

        @Override
        public TenantId tenant() {
            return delivery.event().tenant();
        }
    }

    /**
     * A record of {@code events} whose schema was not known when it was read; it waits while the registry is asked.
     *
     * @param tenant the key it came with, which chose the partition that must read it again
     * @param rides how often it has waited
     */
    record RawEvent(TenantId tenant, byte[] value, List<Header> headers, RecordAt origin, int rides, Instant due)
            implements Waiting {

        public RawEvent {
            headers = List.copyOf(headers);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof RawEvent raw
                    && tenant.equals(raw.tenant)
                    && Arrays.equals(value, raw.value)
                    && headers.equals(raw.headers)
                    && origin.equals(raw.origin)
                    && rides == raw.rides
                    && due.equals(raw.due);
        }

        @Override
        public int hashCode() {
            return origin.hashCode();
        }
    }
}
