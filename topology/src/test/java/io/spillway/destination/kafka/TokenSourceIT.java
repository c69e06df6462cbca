package io.spillway.destination.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpSender;
import io.spillway.destination.webhook.RawEndpoint;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSourceIT {

    @ParameterizedTest
    @CsvSource({"3600, 3600", "0, 60", "-1, 60", "9223372036854775807, 86400", "1e300, 86400", "\"soon\", 300"})
    void shouldKeepALifeWithinBounds(String told, int seconds) {
        // given
        var answer = "{\"access_token\":\"t\",\"expires_in\":" + told + "}";
        try (var endpoint = RawEndpoint.answering(
                        "HTTP/1.1 200 OK\r\ncontent-length: " + answer.length() + "\r\n\r\n" + answer);
                var sender =
                        HttpSender.start(new Surroundings(Map.of(), EgressGuard.of("127.0.0.0/8"), "Spillway/test"))) {
            // when
            var cluster = new Cluster(Map.of(), Map.of("token_url", endpoint.url()), Duration.ofMinutes(1));
            var token = new TokenSource(cluster, sender).fetch();

            // then
            assertThat(token.lifetimeMs() - token.startTimeMs()).isEqualTo(seconds * 1_000L);
        }
    }
}
