package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spillway.stream.filter.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a tenant sends as filter or as event throws, overflows the stack or takes long. */
class FilterRobustnessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HALF_A_STACK = 512 * 1024;
    private static final String[] FILTERS = {
        "1",
        "[1]",
        "[[[1]]]",
        "{}",
        "{\"a\":1}",
        "{\"$eq\":[[1]]}",
        "{\"$neq\":{\"a\":{\"a\":1}}}",
        "{\"$in\":[[[1]],{\"a\":1}]}",
        "{\"$nin\":1}",
        "{\"$in\":\"a\"}",
        "{\"$gt\":1}",
        "{\"$startsWith\":\"a\"}",
        "{\"$not\":{\"$or\":[1,[1],{\"a\":1}]}}"
    };

    @Test
    void shouldNeverThrowOnRandomBytes() {
        var random = new Random(20261122);
        for (var i = 0; i < 10_000; i++) {
            // given
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);

            // then
            shouldNotThrow(bytes);
        }
    }

    @Test
    void shouldNeverThrowOnBrokenJson() {
        for (var seed = 20261122L; seed < 20261122L + 5_000; seed++) {
            // given
            var random = new Random(seed);
            var json = new RandomJson(seed).filter(4).getBytes(StandardCharsets.UTF_8);
            var strange = "{}[]\",:\\u0e-+.\u0000\n$".getBytes(StandardCharsets.UTF_8);
            for (var change = 0; change <= random.nextInt(3); change++) {
                json[random.nextInt(json.length)] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt() : strange[random.nextInt(strange.length)];
            }

            // then
            shouldNotThrow(json);
        }
    }

    private static void shouldNotThrow(byte[] bytes) {
        assertThatCode(() -> {
                    var event = new EventView("evt_1", Optional.empty(), Sample.NOON, Map.of(), bytes);
                    Sample.filterOn("{\"$neq\":1}").explain(event);
                    if (Filter.parse(bytes) instanceof Filter filter) {
                        filter.explain(event);
                    }
                })
                .as(() -> new String(bytes, StandardCharsets.UTF_8))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [         | ]
            {"a":     | }
            ["x",{},  | ]
            """)
    void shouldNeedLessThanHalfAThreadsStackForTheDeepestEvents(String open, String close) throws InterruptedException {
        // given
        var data = "{\"v\":" + open.repeat(509) + "[]" + close.repeat(509) + "}";
        var failures = new ArrayList<Throwable>();

        // when
        var thread = new Thread(null, () -> matchAll(data), "half a stack", HALF_A_STACK);
        thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
        thread.start();
        thread.join();

        // then
        assertThat(failures).isEmpty();
    }

    private static void matchAll(String data) {
        var event = Sample.event(data);
        for (var filter : FILTERS) {
            var explanation = Sample.filterOn(filter).explain(event);
            explanation
                    .decidedBy()
                    .actual()
                    .ifPresent(actual -> assertThat(actual.json()).isNotEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":", "{\"a\":["})
    void shouldRefuseWhatNeverEndsToOpen(String open) {
        // given
        var text = "{\"a\":" + open.repeat(100_000);

        // then
        assertThat(CheckedData.of(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Refusal.class);
        assertThat(Sample.parse(text.substring(0, 60_000))).isInstanceOf(Refusal.class);
    }

    @Test
    void shouldRefuseEverythingThatIsCutOff() {
        // given
        var data = "{\"a\":[1.5e3,{\"b\":\"\\u00e9\\n\"},true,null],\"c\":{}}";

        // then
        for (var end = 0; end < data.length(); end++) {
            var cut = data.substring(0, end).getBytes(StandardCharsets.UTF_8);
            assertThat(CheckedData.of(cut)).as(data.substring(0, end)).isInstanceOf(Refusal.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"$or":[1,2,3,4,5,6,7,8,9,{"$gt":1},{"$in":[1,2]},[1,2],{"a":1}]} | 0
            {"$not":{"$and":[{"k":{"$exist":true}},{"l":{"$not":1}}]}}        | {}
            {"k":1,"l":{"$in":["a"]},"m":{"n":[1,2]}}                         | {"k":1,"l":"a"}
            [[[1]],[[2]],[{"a":1}]]                                           | [[[0]]]
            {"$in":[[1,2],{"a":1},"x"]}                                       | [1,3]
            {"$gt":1e9999999999}                                              | 1e99999999999
            {"$in":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}                      | "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            """)
    void shouldTakeTimeInProportionToAWideEvent(String filter, String element) {
        // given: 128 KiB
        var count = 128 * 1024 / (element.length() + 1);
        var event = Sample.eventWith(
                IntStream.range(0, count).mapToObj(_ -> element).collect(Collectors.joining(",", "[", "]")));
        var compiled = Sample.filterOn(filter);

        // when
        var started = System.nanoTime();
        compiled.matches(event);

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
    }

    @Test
    void shouldStayLinearInALongTextThatAlmostMatches() {
        // given
        var event = Sample.eventWith("\"" + "a".repeat(1_000_000) + "\"");
        var filter = Sample.filterOn("{\"$in\":\"" + "a".repeat(60_000) + "b\"}");

        // when
        var started = System.nanoTime();
        var matches = filter.matches(event);

        // then
        assertThat(matches).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
    }

    @Test
    void shouldNotSlowDownWhenAllKeysHaveOneHash() {
        // given: 32,768 keys made of Aa and BB, which have the same hash in Java
        var keys = List.of("");
        for (var i = 0; i < 15; i++) {
            keys = keys.stream()
                    .flatMap(key -> List.of(key + "Aa", key + "BB").stream())
                    .toList();
        }
        var data = keys.stream().map(key -> "\"" + key + "\":0").collect(Collectors.joining(",", "{", "}"));
        var filter = Sample.filter("{\"data\":{\"" + keys.getLast() + "\":0}}");

        // when
        var started = System.nanoTime();
        var matches = filter.matches(Sample.event(data));

        // then
        assertThat(matches).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PATIENCE);
    }

    @Test
    void shouldTakeNumbersAndKeysOfAnyLength() {
        // given
        var long64k = "9".repeat(65_000);
        var data = "{\"v\":" + long64k + "1e-" + long64k + ",\"" + long64k + "\":1}";

        // then
        assertThat(Sample.event(data).data()).isInstanceOf(JsonObject.class);
        assertThat(Sample.filterOn("{\"$gt\":" + long64k + "}").matches(Sample.event(data)))
                .isFalse();
        assertThat(Sample.filterOn("{\"$gt\":1e-1" + long64k + "}").matches(Sample.event(data)))
                .isTrue();
    }
}
