package io.spillway.destination.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final TenantId TENANT = new TenantId("t");
    private static final TenantId OTHER = new TenantId("other");

    private final Turns turns = new Turns();

    @Test
    void shouldLetATenantDoOneThingAtATime() throws InterruptedException {
        // given
        turns.begin(TENANT, in(Duration.ofMinutes(1)));

        // when
        var second = turns.begin(TENANT, in(Duration.ofMillis(10)));
        var other = turns.begin(OTHER, in(Duration.ofMillis(10)));

        // then
        assertThat(second).isFalse();
        assertThat(other).isTrue();
    }

    @Test
    void shouldLetTheNextBeginWhenOneEnds() throws InterruptedException {
        // given
        turns.begin(TENANT, in(Duration.ofMinutes(1)));
        turns.end(TENANT);

        // when
        var next = turns.begin(TENANT, in(Duration.ofMillis(10)));

        // then
        assertThat(next).isTrue();
    }

    @Test
    void shouldForgetTenantsThatDoNothing() throws InterruptedException {
        // given
        turns.begin(TENANT, in(Duration.ofMinutes(1)));
        turns.begin(TENANT, in(Duration.ofMillis(10)));

        // when
        turns.end(TENANT);

        // then
        assertThat(turns.tenants()).isZero();
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
