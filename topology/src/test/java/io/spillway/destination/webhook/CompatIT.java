package io.spillway.destination.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Samples;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is otherwise refused and an operator may allow. */
class CompatIT {

    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    private static final Map<String, String> FOLLOWING = Map.of("DESTINATIONS_WEBHOOK_FOLLOW_REDIRECTS", "true");

    @Test
    void shouldFollowARedirectAsOutpostDoes() {
        try (var end = RawEndpoint.answering(OK);
                var found = RawEndpoint.answering(redirect(302, end.url()));
                var moved = RawEndpoint.answering(redirect(307, end.url()))) {
            // when
            var first = deliver(FOLLOWING, "127.0.0.0/8", found.url());
            var second = deliver(FOLLOWING, "127.0.0.0/8", moved.url());

            // then
            assertThat(first).isInstanceOf(Outcome.Delivered.class);
            assertThat(second).isInstanceOf(Outcome.Delivered.class);
            assertThat(end.requests()).hasSize(2);
            assertThat(end.requests().getFirst().head()).startsWith("GET ");
            assertThat(end.requests().getLast().head()).startsWith("POST ");
            assertThat(end.requests().getLast().body()).isEqualTo(Samples.BODY);
        }
    }

    @Test
    void shouldNotFollowToAForbiddenAddress() {
        try (var end = RawEndpoint.answering(OK);
                var found = RawEndpoint.answering(redirect(302, end.url()))) {
            // when
            var outcome = deliver(FOLLOWING, "127.0.0.0/8@" + port(found), found.url());

            // then
            assertThat(((Outcome.Failed) outcome).failure()).isEqualTo(Failure.BLOCKED);
            assertThat(end.requests()).isEmpty();
        }
    }

    @Test
    void shouldEndALoop() {
        try (var loop = RawEndpoint.answering(redirect(302, "/hook"))) {
            assertThat(deliver(FOLLOWING, "127.0.0.0/8", loop.url())).isInstanceOf(Outcome.Failed.class);
            assertThat(loop.requests()).hasSizeLessThan(30);
        }
    }

    @Test
    void shouldNotRepeatAfterARedirect() {
        try (var end = RawEndpoint.answering("HTTP/1.1 503 Later\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
                var found = RawEndpoint.answering(redirect(302, end.url()))) {
            // when
            deliver(FOLLOWING, "127.0.0.0/8", found.url());

            // then
            assertThat(end.requests()).hasSize(1);
        }
    }

    @Test
    void shouldCountOtherStatusesAsSuccess() {
        try (var endpoint = RawEndpoint.answering(redirect(302, "/elsewhere"))) {
            // when
            var strict = deliver(Map.of(), "127.0.0.0/8", endpoint.url());
            var lenient =
                    deliver(Map.of("DESTINATIONS_WEBHOOK_SUCCESS_STATUS", "200-399"), "127.0.0.0/8", endpoint.url());

            // then
            assertThat(strict).isInstanceOf(Outcome.Failed.class);
            assertThat(lenient).isInstanceOf(Outcome.Delivered.class);
            assertThat(lenient.code()).isEqualTo("302");
            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    private static Outcome deliver(Map<String, String> variables, String allow, String url) {
        try (var type =
                new WebhookPlugin().start(new Surroundings(variables, EgressGuard.of(allow), "Spillway/test"))) {
            return type.deliver(
                    Samples.delivery(),
                    new Settings(Map.of("url", url), Map.of("secret", "s"), Map.of()),
                    Samples.ATTEMPTING);
        }
    }

    private static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Elsewhere\r\nlocation: " + location + "\r\ncontent-length: 0\r\n\r\n";
    }

    private static String port(RawEndpoint endpoint) {
        return endpoint.url().replaceFirst("http://[^:]*:([0-9]+)/.*", "$1");
    }
}
