package io.spillway.stream;

import static io.spillway.stream.World.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Answer;
import io.spillway.domain.Data;
import io.spillway.domain.Event;
import io.spillway.domain.Quarantined;
import io.spillway.domain.TenantId;
import io.spillway.domain.Waiting;
import io.spillway.payload.PayloadKey;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events whose data are encrypted when they come. */
class EncryptedTest {

    private static final String CLEAR = "{\"n\":1}";
    private static final PayloadKey KEY = PayloadKey.random(ACME);

    private final World world = new World();

    @BeforeEach
    void makeDestination() {
        world.tenant(ACME);
        world.destination(ACME, "d", "*", Optional.of("{\"data\":{\"n\":1}}"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldFilterTheDataInClearAndHandThemOnAsTheyCame() {
        // given
        world.know(KEY);
        var event = sealed(KEY);

        // when
        world.publish(event);

        // then
        assertThat(world.delivery().event().data()).isEqualTo(event.data());
    }

    @Test
    void shouldWaitForAKeyThatAnotherNodeKnowsAlready() {
        // given
        world.send(sealed(KEY));
        var waiting = (Waiting.RawEvent) world.tier(1).getFirst();
        assertThat(world.deliveries()).isEmpty();

        // when
        world.know(KEY);
        world.due(waiting);

        // then
        assertThat(world.deliveries()).hasSize(1);
    }

    @Test
    void shouldPutAsideWhatWasEncryptedForAnotherTenant() {
        // given
        var others = PayloadKey.random(new TenantId("other"));
        world.know(others);

        // when
        var answer = world.publish(sealed(others));

        // then
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        assertThat(world.deliveries()).isEmpty();
    }

    @Test
    void shouldSayOfATenantThatDoesNotExistThatItDoesNot() {
        // given
        var nobody = new TenantId("nobody");

        // when
        var answer = world.publish(event(nobody, PayloadKey.random(nobody)));

        // then
        assertThat(((Answer.Routed) answer).tenantKnown()).isFalse();
    }

    @Test
    void shouldPutAsideWhoseKeyNeverBecomesKnown() {
        // given
        world.send(sealed(KEY));

        // when
        var rides = 0;
        var waiting = world.tier(1);
        while (!waiting.isEmpty()) {
            rides++;
            world.due(waiting.getFirst());
            waiting = world.tier(1);
        }

        // then
        assertThat(rides).isEqualTo(5);
        assertThat(world.quarantine())
                .singleElement()
                .extracting(Quarantined::cause)
                .isEqualTo("unknown_key");
        assertThat(world.deliveries()).isEmpty();
    }

    private static Event sealed(PayloadKey key) {
        return event(ACME, key);
    }

    private static Event event(TenantId tenant, PayloadKey key) {
        return World.event(tenant, "e", "order.paid", CLEAR).with(new Data.Inline(key.seal(CLEAR.getBytes(UTF_8))));
    }
}
