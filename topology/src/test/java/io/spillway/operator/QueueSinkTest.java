package io.spillway.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Attempting;
import io.spillway.destination.DestinationType;
import io.spillway.destination.Form;
import io.spillway.destination.Settings;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueSinkTest {

    private static final Settings SETTINGS = new Settings(Map.of("exchange", "ops"), Map.of(), Map.of());
    private static final Outcome OUTCOME = new Outcome.Failed(Failure.CONNECT, "nobody there", Optional.empty());

    private final List<Delivery> delivered = new ArrayList<>();

    @Test
    void shouldDeliverTheEventAsATenantsWithItsOwnIdAndTopic() {
        // given
        var event =
                new OperatorEvent("id", "attempt.failed", Instant.EPOCH, new TenantId("acme"), "{}", Optional.empty());
        var sink = new QueueSink(new Queue(), SETTINGS);

        // when
        var outcome = sink.send(event, "{\"id\":\"id\"}".getBytes(UTF_8));

        // then
        assertThat(outcome).isEqualTo(OUTCOME);
        assertThat(sink.name()).isEqualTo("queue");
        assertThat(delivered).singleElement().satisfies(delivery -> {
            assertThat(delivery.event().id().value()).isEqualTo("id");
            assertThat(delivery.event().topic()).contains("attempt.failed");
            assertThat(delivery.event().data()).isEqualTo(new Data.Inline("{\"id\":\"id\"}".getBytes(UTF_8)));
        });
    }

    private final class Queue implements DestinationType {

        @Override
        public String type() {
            return "queue";
        }

        @Override
        public Form form() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String target(Settings settings) {
            return "";
        }

        @Override
        public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
            assertThat(settings).isEqualTo(SETTINGS);
            delivered.add(delivery);
            return OUTCOME;
        }
    }
}
