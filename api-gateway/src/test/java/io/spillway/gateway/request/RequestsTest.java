package io.spillway.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.domain.Answer;
import io.spillway.domain.Patience;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final Duration SOON = Duration.ofMillis(20);

    private final Requests requests = new Requests("me", Patience.USUAL);

    @Test
    void shouldTakeOnlyItsOwnAnswers() {
        // given
        try (var pending = requests.open()) {
            var id = pending.ticket().request();
            // when / then
            assertThat(requests.take("somebody", id, new Answer.Done())).isFalse();
            assertThat(requests.take("me", id, new Answer.Done())).isTrue();
            assertThat(requests.take("me", id, new Answer.Done())).as("again").isTrue();
            assertThat(requests.take("me", "unheard-of", new Answer.Done())).isTrue();
            assertThat(pending.await(stored(), SOON)).contains(new Answer.Done());
        }
    }

    @Test
    void shouldWaitNoLongerThanItsPatience() {
        // given
        try (var pending = requests.open()) {
            // when / then
            assertThat(pending.await(stored(), SOON)).isEmpty();
        }
    }

    @Test
    void shouldFailWithTheRecordThatCouldNotBeStored() {
        // given
        var failed = CompletableFuture.<Void>failedFuture(ApiException.unavailable("away"));
        try (var pending = requests.open()) {
            // when / then
            assertThatThrownBy(() -> pending.await(failed, Duration.ofSeconds(5)))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("away");
        }
    }

    @Test
    void shouldPromiseNothingOfARecordThatIsNotStoredInTime() {
        // given
        var late = new CompletableFuture<Void>().completeOnTimeout(null, 10, TimeUnit.SECONDS);
        try (var pending = requests.open()) {
            // when / then
            assertThatThrownBy(() -> pending.await(late, SOON))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }

    private static CompletableFuture<Void> stored() {
        return CompletableFuture.completedFuture(null);
    }
}
