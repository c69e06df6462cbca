package io.spillway.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(1);

    @Test
    void shouldTurnAwayWhoeverComesWhileAllTurnsAreTaken() {
        // given
        var begun = new CountDownLatch(1);
        var end = new CompletableFuture<String>();
        var first = CompletableFuture.supplyAsync(() -> turns.run(() -> {
            begun.countDown();
            return end.join();
        }));
        await(begun);
        // when / then
        assertThatThrownBy(() -> turns.run(() -> "second")).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        });
        end.complete("first");
        assertThat(first.join()).isEqualTo("first");
        assertThat(turns.run(() -> "third")).isEqualTo("third");
    }

    @Test
    void shouldThrowWhatTheWorkThrowsAndGoOn() {
        // given
        var refusal = ApiException.notFound("it");
        // when / then
        assertThatThrownBy(() -> turns.run(() -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(turns.run(() -> "next")).isEqualTo("next");
    }

    @Test
    void shouldWorkOnPlatformThreads() {
        // when
        var virtual = turns.run(() -> Thread.currentThread().isVirtual());
        // then
        assertThat(virtual).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
