package io.spillway.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HttpSenderTest {

    @Test
    void shouldKeepTheInterruptOfAnAttemptThatIsGivenUp() {
        // when
        var failure = thrown(new InterruptedException());

        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isEqualTo(Failure.TIMEOUT);
    }

    @Test
    void shouldCountWaitingForAClientAsTime() {
        assertThat(thrown(new TimeoutException())).isEqualTo(Failure.TIMEOUT);
    }

    private static Failure thrown(Exception exception) {
        try (var sender = HttpSender.start(new Surroundings(Map.of(), EgressGuard.of(""), "Spillway/test"))) {
            var outcome = sender.attempt(Duration.ofSeconds(5), calls -> {
                throw exception;
            });
            return ((Outcome.Failed) outcome).failure();
        }
    }
}
