package io.spillway.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.TenantId;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import io.spillway.gateway.limit.Rates;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private static final Set<TenantId> ONE = Set.of(new TenantId("one"));
    private static final Set<TenantId> OTHER = Set.of(new TenantId("other"));

    private final Seats seats = new Seats(new Rates.Streams(3, 2));

    @Test
    void shouldBoundTheStreamsOfATenant() {
        // given
        var first = seats.take(ONE);
        seats.take(ONE);
        // then
        assertThat(refusal(() -> seats.take(ONE))).isEqualTo(ErrorCode.TOO_MANY);
        seats.take(OTHER);
        // when
        first.close();
        // then
        seats.take(ONE);
    }

    @Test
    void shouldBoundAllStreams() {
        // given
        seats.take(Set.of());
        seats.take(Set.of());
        var last = seats.take(Set.of());
        // then
        assertThat(refusal(() -> seats.take(OTHER))).isEqualTo(ErrorCode.UNAVAILABLE);
        // when
        last.close();
        // then
        seats.take(OTHER);
    }

    private static ErrorCode refusal(ThrowingCallable taking) {
        var refusals = new ErrorCode[1];
        assertThatThrownBy(taking).isInstanceOfSatisfying(ApiException.class, e -> refusals[0] = e.code());
        return refusals[0];
    }
}
