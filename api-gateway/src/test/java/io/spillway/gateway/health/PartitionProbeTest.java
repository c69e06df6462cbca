package io.spillway.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Answer;
import io.spillway.domain.Command;
import io.spillway.domain.Event;
import io.spillway.domain.Patience;
import io.spillway.gateway.request.Outbox;
import io.spillway.gateway.request.Requests;
import io.spillway.gateway.request.Ticket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartitionProbeTest {

    private final Requests requests = new Requests("prober", Patience.USUAL);
    private final AtomicLong clock = new AtomicLong();
    private final Tasks tasks = new Tasks();

    @Test
    void shouldFailForASilentPartitionWhereItIsOursOnly() {
        try (var probe = PartitionProbe.start(requests, tasks, clock::get)) {
            // given
            await().until(() -> probe.owned().check() instanceof Status.Healthy);

            // when
            tasks.silent.add(2);
            clock.addAndGet(Duration.ofSeconds(31).toNanos());

            // then
            var failed = new Status.Failed("no answer from the tenant task of partition [2]");
            await().untilAsserted(() -> assertThat(probe.owned().check()).isEqualTo(failed));
            assertThat(probe.progress(() -> Set.of(1, 2)).check()).isEqualTo(failed);
            assertThat(probe.progress(() -> Set.of(0, 1)).check()).isEqualTo(new Status.Healthy());
        }
    }

    /** Tasks of three partitions that answer probes at once, unless they are silent. */
    private final class Tasks implements Outbox {

        private final Set<Integer> silent = ConcurrentHashMap.newKeySet();

        @Override
        public CompletableFuture<Void> probe(int partition, Ticket ticket) {
            if (!silent.contains(partition)) {
                requests.take(ticket.requester(), ticket.request(), new Answer.Refused("none", "a probe"));
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public int partitions() {
            return 3;
        }

        @Override
        public CompletableFuture<Void> send(Command command, Ticket ticket) {
            throw new AssertionError("a probe changes nothing");
        }

        @Override
        public CompletableFuture<Void> send(Event event, Ticket ticket) {
            throw new AssertionError("a probe publishes nothing");
        }
    }
}
