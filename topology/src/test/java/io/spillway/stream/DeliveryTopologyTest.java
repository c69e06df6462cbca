package io.spillway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Schedule;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.payload.Payloads;
import io.spillway.stream.judge.Retries;
import io.spillway.stream.judge.Watching;
import io.spillway.topic.Sizes;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeliveryTopologyTest {

    @Test
    void shouldBeTheGraphThatRunningClustersKnow() throws IOException {
        // given
        var wire = Wire.inMemory();
        var tiers = new Tiers(Stream.of(1, 5, 30, 60)
                .map(s -> new Tier(Duration.ofSeconds(s)))
                .toList());
        var topics = Topics.of("", tiers, new Sizes(4, 1, 1024 * 1024), wire);
        var rules = new TaskParts.Rules(new Retries(new Schedule.Listed(List.of())), 20, Watching.NONE, Set.of());

        // when
        var graph = DeliveryTopology.of(new TaskParts(
                        topics,
                        new TaskParts.Reading(
                                wire,
                                new SchemaQuestions(wire.lookup(), Runnable::run),
                                new Payloads(_ -> Optional.empty())),
                        rules,
                        Answers.NOBODY_HERE))
                .describe()
                .toString();

        // then
        assertThat(graph).doesNotContain("KSTREAM-", "KTABLE-");
        assertThat(graph).as("""
                        The graph has changed. State and internal topics of running clusters belong to the old one: \
                        new sources and sinks are fine, but a renamed or removed store starts empty, and a second \
                        sub-topology splits what one task must know. Drain and give a new application id, or keep \
                        the names. If the change is meant, put this into src/test/resources/topology.txt:
                        %s""", graph).isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (var file = DeliveryTopologyTest.class.getResourceAsStream("/topology.txt")) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
