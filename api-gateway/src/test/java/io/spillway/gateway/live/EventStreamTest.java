package io.spillway.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stream.live.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Bookmark START = new Bookmark(Map.of(new Spot(Kind.ATTEMPT, 0), 4L));
    private static final Bookmark FURTHER = new Bookmark(Map.of(new Spot(Kind.ATTEMPT, 0), 5L));
    private static final Step TRIED =
            new Step.Happened(new Sighting(Kind.ATTEMPT, "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)), FURTHER);
    private static final Step OVER = new Step.Over(Ending.SLOW);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldTellEventsWithIdsAndWhyItEnds() throws IOException {
        // when
        new EventStream(out, LONG).tell(following(TRIED, OVER), () -> true);
        // then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                retry: 1000
                : still here
                id: AQAABA

                event: attempt
                id: AQAABQ
                data: {"id":"a"}

                event: end
                data: {"reason":"slow"}

                """);
    }

    @Test
    void shouldSayThatSomethingIsMissing() throws IOException {
        // when
        new EventStream(out, LONG).tell(following(new Step.Missing(FURTHER), OVER), () -> true);
        // then
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("event: gap\nid: AQAABQ\ndata: {\"reason\":\"expired\"}\n\n");
    }

    @Test
    void shouldCommentWhileNothingHappens() throws IOException {
        // when
        new EventStream(out, Duration.ZERO).tell(following(new Step.Quiet(START), OVER), () -> true);
        // then
        assertThat(out.toString(StandardCharsets.UTF_8).split(": still here\nid: AQAABA\n\n", -1))
                .hasSize(3);
    }

    @Test
    void shouldEndForOneWhoIsNoLongerAdmitted() throws IOException {
        // when
        new EventStream(out, Duration.ZERO).tell(following(TRIED, TRIED, OVER), () -> false);
        // then
        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("data: {\"id\":\"a\"}\n\nevent: end\ndata: {\"reason\":\"unauthorized\"}\n\n")
                .containsOnlyOnce("event: attempt");
    }

    private static Feed.Following following(Step... steps) {
        return new Steps(new ArrayDeque<>(List.of(steps)));
    }

    private record Steps(Deque<Step> left) implements Feed.Following {

        @Override
        public Step next(Duration patience) {
            return left.remove();
        }

        @Override
        public Bookmark here() {
            return START;
        }

        @Override
        public void close() {}
    }
}
