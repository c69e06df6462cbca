package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.wire.avro.Event;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final URI ADDRESS = URI.create("http://registry:8080");

    @Test
    void shouldWaitForARegistryThatComesLater() {
        // given
        var registry = new LateRegistry(2);

        // when
        var known = Registration.patiently(registry, ADDRESS, Duration.ofMinutes(1));

        // then
        assertThat(known.idOf(Event.getClassSchema())).isPositive();
    }

    @Test
    void shouldSayWhichRegistryDidNotCome() {
        // given
        var registry = new InMemoryRegistry();
        registry.goAway();

        // then
        assertThatIllegalStateException()
                .isThrownBy(() -> Registration.patiently(registry, ADDRESS, Duration.ZERO))
                .withMessage("The schema registry at http://registry:8080 did not take our schemas within 0 s:"
                        + " the registry is away");
    }

    private static final class LateRegistry implements SchemaRegistry {

        private final InMemoryRegistry registry = new InMemoryRegistry();
        private final AtomicInteger refusals;

        LateRegistry(int refusals) {
            this.refusals = new AtomicInteger(refusals);
        }

        @Override
        public long register(Schema schema) throws RegistryAwayException {
            if (refusals.getAndDecrement() > 0) {
                throw new RegistryAwayException("not yet");
            }
            return registry.register(schema);
        }

        @Override
        public Found find(long id) throws RegistryAwayException {
            return registry.find(id);
        }
    }
}
