package io.spillway.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.DeliveryEntry;
import io.spillway.domain.DeliveryId;
import io.spillway.domain.DeliveryRef;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.stream.live.Change;
import io.spillway.stream.live.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriberTest {

    private static final TenantId TENANT = new TenantId("t");
    private static final DestinationId DESTINATION = new DestinationId("d");
    private static final Spot SPOT = new Spot(Kind.DELIVERY, 0);

    private final Subscriber subscriber = new Subscriber(new Interest(Set.of(TENANT), Set.of(DESTINATION)));

    @Test
    void shouldGiveInOrderWhatItsReaderIsInterestedIn() {
        // given
        subscriber.offer(seen(TENANT, "d", 1, 10));
        subscriber.offer(seen(TENANT, "other", 2, 10));
        subscriber.offer(seen(new TenantId("other"), "d", 3, 10));
        subscriber.offer(seen(TENANT, "d", 4, 10));
        // then
        assertThat(next()).contains(1L);
        assertThat(next()).contains(4L);
        assertThat(next()).isEmpty();
        assertThat(subscriber.ended()).isEmpty();
    }

    @Test
    void shouldBeOverForAReaderThatDoesNotKeepUp() {
        // when
        IntStream.range(0, 10).forEach(n -> subscriber.offer(seen(TENANT, "d", n, 100_000)));
        // then
        assertThat(subscriber.ended()).contains(Ending.SLOW);
        assertThat(next()).as("what it holds is given back at once").isEmpty();
    }

    @Test
    void shouldGoOnForAReaderThatDoes() {
        // when
        IntStream.range(0, 50).forEach(n -> {
            subscriber.offer(seen(TENANT, "d", n, 100_000));
            assertThat(next()).contains((long) n);
        });
        // then
        assertThat(subscriber.ended()).isEmpty();
    }

    private Optional<Long> next() {
        return subscriber.take(Duration.ZERO).map(Seen::next);
    }

    private static Seen seen(TenantId tenant, String destination, long next, int bytes) {
        var to = new DestinationId(destination);
        var event = new EventId("e");
        var ref = new DeliveryRef(DeliveryId.of(tenant, event, to), tenant, event, Optional.empty(), to, "webhook");
        var change = new Change.Moved(DeliveryEntry.inFlight(ref, Instant.EPOCH));
        return new Seen(SPOT, next, change, new Sighting(Kind.DELIVERY, new byte[bytes]));
    }
}
