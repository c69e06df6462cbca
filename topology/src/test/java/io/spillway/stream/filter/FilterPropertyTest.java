package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What must hold for any filter and any event; a failure names the seed of its case, and {@code -Dseed=} starts there. */
class FilterPropertyTest {

    private static final int EVENTS = 5_000;
    private static final int FILTERS_PER_EVENT = 21;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void shouldAgreeWithTheReferenceOnRandomCases() throws JsonProcessingException {
        var first = Long.getLong("seed", 20261122);
        var matched = 0;
        for (var seed = first; seed < first + EVENTS; seed++) {
            matched += matchesOf(seed);
        }

        // then: both answers were common, or the cases would say little
        var cases = EVENTS * FILTERS_PER_EVENT;
        assertThat(matched).isBetween(cases / 4, cases * 3 / 4);
    }

    private static int matchesOf(long seed) throws JsonProcessingException {
        var random = new RandomJson(seed);
        var data = random.object(3);
        var topic = seed % 4 == 0 ? Optional.<String>empty() : Optional.of("a");
        var metadata = seed % 3 == 0 ? Map.<String, String>of() : Map.of("a", "b");
        var event = new EventView("ab", topic, Sample.NOON, metadata, data.getBytes(StandardCharsets.UTF_8));
        var node = asNode(topic, metadata, data);
        var matched = 0;
        for (var i = 0; i < FILTERS_PER_EVENT; i++) {
            var filter = random.filterFor(node, 5);
            var whole = filter.startsWith("{") ? filter : "{\"data\":" + filter + "}";
            matched += agrees(whole, event, node, seed) ? 1 : 0;
            if (i % 6 == 0) {
                explains(whole, event, node, seed);
            }
        }
        return matched;
    }

    private static boolean agrees(String filter, EventView event, JsonNode node, long seed)
            throws JsonProcessingException {
        var expected = ReferenceFilter.match(node, MAPPER.readTree(filter));
        assertThat(Sample.filter(filter).matches(event))
                .as(() -> describe(filter, node, seed))
                .isEqualTo(expected);
        return expected;
    }

    private static void explains(String filter, EventView event, JsonNode node, long seed)
            throws JsonProcessingException {
        var compiled = Sample.filter(filter);
        var matches = compiled.matches(event);
        assertThat(Sample.filter("{\"$not\":" + filter + "}").matches(event))
                .as(() -> "not: " + describe(filter, node, seed))
                .isEqualTo(!matches);

        var explanation = compiled.explain(event);
        assertThat(explanation.matches())
                .as(() -> "explained: " + describe(filter, node, seed))
                .isEqualTo(matches);

        var decision = explanation.decidedBy();
        var decider = MAPPER.readTree(filter).at(JsonPointer.compile(decision.pointer()));
        var same = MAPPER.readTree("{\"$eq\":" + decision.expected().json() + "}");
        assertThat(ReferenceFilter.match(decider, same))
                .as(() -> "decided at %s: %s".formatted(decision.pointer(), describe(filter, node, seed)))
                .isTrue();
    }

    private static String describe(String filter, JsonNode event, long seed) {
        return "-Dseed=%d, filter %s, event %s".formatted(seed, filter, event);
    }

    private static JsonNode asNode(Optional<String> topic, Map<String, String> metadata, String data)
            throws JsonProcessingException {
        var node = MAPPER.createObjectNode().put("id", "ab").put("time", "2026-11-22T12:00:00.250Z");
        topic.ifPresent(name -> node.put("topic", name));
        var texts = node.putObject("metadata");
        metadata.forEach(texts::put);
        node.set("data", MAPPER.readTree(data));
        return node;
    }
}
