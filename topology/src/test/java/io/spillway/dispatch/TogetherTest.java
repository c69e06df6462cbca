package io.spillway.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.CallOptions;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.DestinationId;
import io.spillway.domain.Event;
import io.spillway.domain.EventId;
import io.spillway.domain.RecordAt;
import io.spillway.domain.Sealed;
import io.spillway.domain.Target;
import io.spillway.domain.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TogetherTest {

    @Nested
    class AsOne {

        @Test
        void shouldJoinTheBytesAsTheyAre() {
            // given
            var spaced = delivery("e1", "{ \"a\" : 1.0 }", "order.paid", Map.of());
            var foreign = delivery("e2", "{\"b\":\"é漢😀\"}", "order.paid", Map.of());

            // when
            var one = Together.asOne("req_1", List.of(spaced, foreign));

            // then
            assertThat(body(one)).isEqualTo("[{ \"a\" : 1.0 },{\"b\":\"é漢😀\"}]");
            assertThat(one.event().id()).isEqualTo(new EventId("req_1"));
            assertThat(one.target()).isEqualTo(spaced.target());
        }

        @Test
        void shouldSendAnArrayOfOneToo() {
            assertThat(body(Together.asOne("req_1", List.of(delivery("e1", "{}", "t", Map.of())))))
                    .isEqualTo("[{}]");
        }

        @Test
        void shouldNameTheEventsInOrder() {
            // given
            var ids = List.of("e1", "a,b c", "100%+é");

            // when
            var one = Together.asOne(
                    "req_1",
                    ids.stream().map(id -> delivery(id, "{}", "t", Map.of())).toList());

            // then
            assertThat(one.event().metadata()).containsEntry("event-ids", "e1,a%2Cb%20c,100%25%2B%C3%A9");
        }

        @Test
        void shouldKeepWhatAllHaveInCommon() {
            // given
            var first = delivery("e1", "{}", "order.paid", Map.of("shop", "7", "clerk", "a", "till", "1"));
            var second = delivery("e2", "{}", "order.paid", Map.of("shop", "7", "clerk", "b"));
            var third = delivery("e3", "{}", "order.lost", Map.of("shop", "7", "clerk", "b"));

            // when
            var two = Together.asOne("req_1", List.of(first, second)).event();
            var three = Together.asOne("req_2", List.of(first, second, third)).event();

            // then
            assertThat(two.metadata()).containsOnlyKeys("shop", "event-ids");
            assertThat(two.topic()).contains("order.paid");
            assertThat(three.topic()).isEmpty();
        }
    }

    @Nested
    class Calls {

        @Test
        void shouldKeepThoseTogetherThatFit() {
            // given
            var all = IntStream.range(0, 100)
                    .mapToObj(i -> delivery("e" + i, "{}", "t", Map.of()))
                    .toList();

            // when, then
            assertThat(calls(all)).containsExactly(all);
        }

        @Test
        void shouldBeginAnewBeforeTheBodyIsTooLarge() {
            // given
            var half = "{\"a\":\"%s\"}".formatted("x".repeat(Together.BYTES_AT_MOST / 2 - 20));
            var whole = "{\"a\":\"%s\"}".formatted("x".repeat(Together.BYTES_AT_MOST));
            var all = List.of(half, half, half, whole, half).stream()
                    .map(data -> delivery("e", data, "t", Map.of()))
                    .toList();

            // when, then
            assertThat(calls(all)).extracting(List::size).containsExactly(2, 1, 1, 1);
        }

        @Test
        void shouldBeginAnewBeforeTheHeaderOfIdsIsTooLong() {
            // given
            var all = IntStream.range(0, 20)
                    .mapToObj(i -> delivery("%0255d".formatted(i), "{}", "t", Map.of()))
                    .toList();

            // when, then
            assertThat(calls(all)).extracting(List::size).containsExactly(16, 4);
        }

        @Test
        void shouldNotMixVersionsNorTakeThoseAlongThatAreNotToBeBatched() {
            // given
            var all =
                    List.of(version(1, true), version(2, true), version(2, true), version(3, false), version(3, false));

            // when, then
            assertThat(calls(all)).extracting(List::size).containsExactly(1, 2, 1, 1);
        }
    }

    private static Delivery version(long version, boolean batched) {
        return delivery("e", "{}", "t", Map.of()).to(target(version, batched));
    }

    private static Delivery delivery(String id, String data, String topic, Map<String, String> metadata) {
        var event = new Event(
                new TenantId("acme"),
                new EventId(id),
                Optional.of(topic),
                Instant.EPOCH,
                metadata,
                true,
                Optional.empty(),
                new Data.Inline(data.getBytes(UTF_8)));
        return Delivery.first(event, new RecordAt("events", 0, 0), target(1, true));
    }

    private static Target target(long version, boolean batched) {
        var settings = new Sealed("k", new byte[0]);
        return new Target(new DestinationId("d"), 1, version, "webhook", settings, CallOptions.NONE, batched);
    }

    private static String body(Delivery delivery) {
        return new String(((Data.Inline) delivery.event().data()).bytes(), UTF_8);
    }

    /** In order, as they share calls. */
    private static List<List<Delivery>> calls(List<Delivery> all) {
        var calls = new ArrayList<List<Delivery>>();
        for (var one : all) {
            if (calls.isEmpty() || !Together.join(calls.getLast(), one, Function.identity())) {
                calls.add(new ArrayList<>());
            }
            calls.getLast().add(one);
        }
        return calls;
    }
}
