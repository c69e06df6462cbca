package io.spillway.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.load.Sent;
import io.spillway.load.Workload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 3333);

    private final Workload workload = new Workload("r1", 2, 1, 256);
    private final SentLog log = new SentLog();

    @Nested
    class OneEventACall {

        private final Way way = new Single(SERVER, "key", workload);

        @Test
        void shouldPostTheEventWithItsLength() {
            // when
            var request = new String(way.request(3), StandardCharsets.UTF_8);

            // then
            var body = new String(workload.rendering().publish(3), StandardCharsets.UTF_8);
            assertThat(request)
                    .startsWith("POST /api/v1/publish HTTP/1.1\r\nhost: 127.0.0.1:3333\r\n")
                    .contains("\r\nauthorization: Bearer key\r\n")
                    .endsWith("\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{\"id\":\"a\",\"duplicate\":false,\"destination_ids\":[\"x\",\"y\"]}; 2",
                    "{\"destination_ids\":[],\"matched\":\"none\"}; 0",
                    "{\"message\":\"no\"}; -1"
                })
        void shouldCountTheDestinations(String answer, int destinations) {
            // given
            log.next(1, System.nanoTime());

            // when
            way.note(0, new Response(202, answer.getBytes(StandardCharsets.UTF_8)), log);

            // then
            assertThat(log.events()).singleElement().satisfies(sent -> {
                assertThat(sent.accepted()).isTrue();
                assertThat(sent.destinations()).isEqualTo(destinations);
            });
        }
    }

    @Nested
    class ManyEventsACall {

        private final Way way = new Batched(SERVER, "key", workload, 3);

        @Test
        void shouldPostAllOfThem() throws IOException {
            // when
            var request = new String(way.request(0), StandardCharsets.UTF_8);

            // then
            var events = new ObjectMapper()
                    .readTree(request.substring(request.indexOf("\r\n\r\n") + 4))
                    .path("events");
            assertThat(events)
                    .extracting(event -> event.path("id").asText())
                    .containsExactly(workload.eventId(0), workload.eventId(1), workload.eventId(2));
        }

        @Test
        void shouldTellTheRefusedFromTheAccepted() {
            // given
            log.next(3, System.nanoTime());
            var answer =
                    "{\"results\":[{\"id\":\"a\",\"destination_ids\":[\"x\"]},{\"status\":422,\"message\":\"no\"}]}";

            // when
            way.note(0, new Response(202, answer.getBytes(StandardCharsets.UTF_8)), log);

            // then
            assertThat(log.events()).extracting(Sent::status).containsExactly(202, 422, 0);
            assertThat(log.accepted()).isEqualTo(1);
        }

        @Test
        void shouldTakeARefusedCallForAllOfThem() {
            // given
            log.next(3, System.nanoTime());

            // when
            way.note(0, new Response(503, new byte[0]), log);

            // then
            assertThat(log.events()).extracting(Sent::status).containsOnly(503);
        }
    }
}
