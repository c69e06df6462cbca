package io.spillway.destination.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.domain.Data;
import io.spillway.domain.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evaluates in real processes. */
class TransformerIT {

    private static final TenantId TENANT = new TenantId("t");
    private static final TenantId OTHER = new TenantId("other");
    private static final Duration AMPLE = Duration.ofMinutes(1);
    /** For expressions that mean no harm, on any machine. */
    private static final Bounds WIDE = new Bounds(1024 * 1024, AMPLE, AMPLE);

    private static final Bounds NARROW = new Bounds(1024 * 1024, Duration.ofMillis(800), AMPLE);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SLOW = "($f := function($x) {$f($x + 1)}; $f(1))";
    private static final String EVENT = """
            {"id":9007199254740993,"price":19.99,"who":{"name":"Zoë","mail":null},"items":[{"n":2},{"n":3}]}""";

    private static Transformer transformer(Bounds bounds, Duration idle) {
        return new Transformer(bounds, 2, idle);
    }

    private static String made(Transformer transformer, TenantId tenant, String expression) {
        return switch (transformer.apply(tenant, expression, event(), AMPLE)) {
            case Transformed.Made(var data) -> new String(data.bytes(), UTF_8);
            case Transformed.Failed(var message) -> message;
            case Transformed.Away() -> "away";
        };
    }

    private static Data.Inline event() {
        return new Data.Inline(EVENT.getBytes(UTF_8));
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class AnExpression {

        private final Transformer transformer = transformer(WIDE, LONG);

        @AfterAll
        void close() {
            transformer.close();
        }

        private String made(TenantId tenant, String expression) {
            return TransformerIT.made(transformer, tenant, expression);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '¦', textBlock = """
                {"text": who.name & ' paid ' & price, "sum": $sum(items.n)} ¦ {"text":"Zoë paid 19.99","sum":5}
                $                                                           ¦ %s
                {"id": id, "mail": who.mail, "none": who.phone}             ¦ {"id":9007199254740993,"mail":null}
                {"half": 1/2, "ten": 5.0 * 2, "big": 1e300, "all": items}   ¦ {"half":0.5,"ten":10,"big":1.0E300,"all":[{"n":2},{"n":3}]}
                $merge([who, {"mail": "z@example.com"}])                    ¦ {"name":"Zoë","mail":"z@example.com"}
                $ ~> |who|{"name": $uppercase(name)}, 'mail'|               ¦ {"id":9007199254740992,"price":19.99,"who":{"name":"ZOË"},"items":[{"n":2},{"n":3}]}
                {"smile": "\uD83D\uDE00"}                                    ¦ {"smile":"\uD83D\uDE00"}
                {}                                                          ¦ {}
                """)
        void shouldMakeAnObject(String expression, String expected) {
            // when
            var made = made(TENANT, expression);

            // then
            assertThat(made).isEqualTo(expected.formatted(EVENT));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                items                           | it makes an array, and an event's data are an object
                who.name                        | it makes a text, and an event's data are an object
                who.phone                       | it makes nothing, and an event's data are an object
                $sum                            | it makes a function, and an event's data are an object
                {"f": function($x) {$x}}        | it fails: what it makes holds a function
                {"a": 1 / 0}                    | Number out of range
                {"a": who.name + 1}             | The left side of the "+" operator must evaluate to a number
                {"a": $unknown(1)}              | Attempted to invoke a non-function at position 15
                {"a": $error("not this one")}   | not this one
                """)
        void shouldSayWhyItFails(String expression, String expected) {
            // when
            var message = made(TENANT, expression);

            // then
            assertThat(message).startsWith("the transformation failed: ").contains(expected);
        }

        @Test
        void shouldSeeClockAndChance() {
            // when
            var made = made(TENANT, "{\"t\": $millis() > 1700000000000, \"n\": $length($now()), \"r\": $random() < 1}");

            // then
            assertThat(made).isEqualTo("{\"t\":true,\"n\":24,\"r\":true}");
        }

        @Test
        void shouldLeaveNothingForTheNext() {
            // given
            var remembering = "($seen := $exists($seen) or $exists($$.seen); $$.seen; {\"seen\": $seen})";

            // when
            var made = IntStream.range(0, 5).mapToObj(i -> made(TENANT, remembering));

            // then
            assertThat(made).containsOnly("{\"seen\":false}");
        }

        @Test
        void shouldNotMakeMoreThanAnEventMayHave() {
            // when
            var message = made(TENANT, "{\"a\": $join($map([1..1100], function($i) {$pad('', 1000)}))}");

            // then
            assertThat(message).contains("more than 1048576 bytes");
        }

        @Test
        void shouldSayThatMemoryDoesNotSuffice() {
            // given
            var expression = "($f := function($s, $n) {$n = 0 ? $s : $f($s & $s, $n - 1)}; {'a': $f('12345678', 40)})";

            // then: a machine that is slow to end a process leaves it unknown why it ended
            await().untilAsserted(() -> assertThat(made(TENANT, expression)).contains("more than 64 MiB of memory"));
        }

        @Test
        void shouldEscapeHalfACharacter() {
            // when
            var made = made(TENANT, "{\"a\": '\uD83D\uDE00' & '\\uD83D'}");

            // then
            assertThat(made).isEqualTo("{\"a\":\"\uD83D\uDE00\\uD83D\"}");
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class WhenItIsSaved {

        private final Transformer transformer = transformer(WIDE, LONG);

        @AfterAll
        void close() {
            transformer.close();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"a": who.name   | position
                a.b[             | position
                1 +              | position
                )                | position
                "open            | position
                a ~> /(/         | regular expression
                /* open          | too early
                """)
        void shouldSayWhereItCannotBeRead(String expression, String words) {
            // when
            var reading = transformer.read(TENANT, expression);

            // then
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            Reading.Illegible.class,
                            it -> assertThat(it.problem()).contains(words));
        }

        @Test
        void shouldTakeWhatCanBeRead() {
            assertThat(transformer.read(TENANT, "{\"a\": $unknown(b)}")).isEqualTo(new Reading.Legible());
        }

        @Test
        void shouldSurviveWhatBreaksTheReader() {
            // given
            var deep = "[".repeat(32_768);

            // when
            var reading = transformer.read(TENANT, deep);

            // then
            assertThat(reading).isInstanceOf(Reading.Illegible.class);
            assertThat(transformer.read(TENANT, "{}")).isEqualTo(new Reading.Legible());
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class AHostileExpression {

        private final Transformer transformer = transformer(NARROW, LONG);

        @AfterAll
        void close() {
            transformer.close();
        }

        private String made(TenantId tenant, String expression) {
            return TransformerIT.made(transformer, tenant, expression);
        }

        Stream<Arguments> hostile() {
            return Stream.of(
                            "($f := function($x) {$f($x + 1)}; $f(1))",
                            "($f := function($x) {1 + $f($x)}; $f(1))",
                            "($f := function($x) {$g($x)}; $g := function($x) {$f($x)}; $f(1))",
                            "($f := function() {$map([1..100], $f)}; $f())",
                            "{'a': [1..1e9]}",
                            "{'a': [1..1e7]}",
                            "{'a': [1..1e7].[1..1e7]}",
                            "{'a': $map([1..1e6], function($x) {[1..1e6]})}",
                            "{'a': $pad('', 2000000000)}",
                            "{'a': $pad('', -2000000000)}",
                            "{'a': $pad('x', 1e300)}",
                            "($f := function($s, $n) {$n = 0 ? $s : $f($s & $s, $n - 1)}; {'a': $f('0123456789', 60)})",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x, 'b': $x}, $n - 1)}; $f({}, 60))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f([$x, $x], $n - 1)}; {'a': $f(1, 60)})",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x}, $n - 1)}; $f({}, 100000))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x}, $n - 1)}; $f({}, 600))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f([$x, $x], $n - 1)}; {'a': $length($string($f(1, 60)))})",
                            "{'a': $match($pad('', 60, 'a') & '!', /^(a+)+\\1$/)}",
                            "{'a': $contains($pad('', 200, 'a') & '!', /^((a+)*)*$/)}",
                            "{'a': $replace($pad('', 100, 'a') & '!', /(a+)+\\1b/, '')}",
                            "{'a': $toMillis($pad('', 400, '1') & 'x', '[f1][f1][f1][f1][f1][f1]')}",
                            "($e := '$eval($e)'; {'a': $eval($e)})",
                            "{'a': $eval('($f := function($x) {$f($x + 1)}; $f(1))')}",
                            "{'a': $eval($pad('', 200000, '['))}",
                            "{'a': $eval($join($map([1..200000], function($i) {'-'})) & '1')}",
                            "{'a': $join($map([1..1e7], $string))}",
                            "{'a': $sort([1..100000], function($l, $r) {($f := function($x) {$f($x)}; $f(1))})}",
                            "{'a': $reduce([1..1e7], function($l, $r) {[$l, $r, $l]})}",
                            "{'a': $shuffle([1..1e7])}",
                            "{'a': $reverse([1..1e7])}",
                            "{'a': $zip([1..1e7], [1..1e7])}",
                            "{'a': $append([1..1e7], [1..1e7])}",
                            "{'a': $each($merge([1..1e6].{$string($): $}), function($v, $k) {$v})}",
                            "{'a': $power(10, 1000)}",
                            "{'a': $formatNumber(1e300, $pad('', 5000000, '#'))}",
                            "{'a': $formatInteger(1e18, 'w') & $pad('', 3e7) & $pad('', 3e7)}",
                            "{'a': $split($pad('', 1e7), '')}",
                            "{'a': $base64encode($pad('', 1e8))}",
                            "{'a': $encodeUrl($pad('', 1e8, '%'))}",
                            "{'a': $distinct([1..1e6].{'n': $, 'm': [1..1000]})}",
                            "{'a': ($x := [1..1e5]; $x[$ in $x])}",
                            "{'a': ($x := [1..3000]; $x@$i.$x@$j.$x@$k.($i + $j + $k))}",
                            "{'a': 1}[[1..1e7]]{'b': **.**.**}{[1..1e7]: 1}")
                    .map(Arguments::of);
        }

        @ParameterizedTest
        @MethodSource("hostile")
        void shouldFailWithinItsBounds(String expression) {
            // given
            made(OTHER, "{}");
            var began = System.nanoTime();

            // when
            var outcome = transformer.apply(TENANT, expression, event(), AMPLE);

            // then
            assertThat(outcome).isInstanceOf(Transformed.Failed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AMPLE);
            await().until(() -> made(OTHER, "{\"still\": who.name}").equals("{\"still\":\"Zoë\"}"));
        }
    }

    @Test
    void shouldLetOthersHaveTheirTurn() throws InterruptedException {
        // given
        try (var transformer = transformer(WIDE, LONG)) {
            made(transformer, OTHER, "{}");
            var queue = IntStream.range(0, 8)
                    .mapToObj(i -> Thread.startVirtualThread(() -> made(transformer, TENANT, SLOW)))
                    .toList();

            // when
            var made = IntStream.range(0, 20)
                    .mapToObj(i -> made(transformer, OTHER, "{}"))
                    .toList();

            // then
            assertThat(made).containsOnly("{}");
            assertThat(queue).allMatch(Thread::isAlive);
            queue.forEach(Thread::interrupt);
            for (var one : queue) {
                one.join();
            }
        }
    }

    /** Prints what a transformation costs. */
    @Test
    void shouldCostLittle() {
        // given
        var expression =
                "{\"text\": who.name & ' paid ' & price, \"sum\": $sum(items.n), \"all\": items.{\"double\": n * 2}}";
        try (var transformer = transformer(WIDE, LONG)) {
            var cold = took(transformer, 1, expression);
            took(transformer, 2_000, expression);

            // when
            var warm = took(transformer, 2_000, expression).dividedBy(2_000);

            // then
            System.out.printf("first %d ms, then %d us each%n", cold.toMillis(), warm.toNanos() / 1_000);
            assertThat(warm).isLessThan(cold);
        }
    }

    private static Duration took(Transformer transformer, int times, String expression) {
        var began = System.nanoTime();
        IntStream.range(0, times).forEach(i -> made(transformer, TENANT, expression));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Nested
    class Processes {

        private final Transformer transformer = transformer(WIDE, LONG);

        @AfterEach
        void close() {
            transformer.close();
        }

        private static String made(Transformer transformer) {
            return TransformerIT.made(transformer, TENANT, "{}");
        }

        @Test
        void shouldNotBeThereBeforeTheyAreNeeded() {
            await().until(() -> children() == 0); // those of the test before may still be ending
        }

        @Test
        void shouldNotBeMoreThanThereMayBe() {
            // when
            var made = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> TransformerIT.made(transformer, new TenantId("t" + i), "{}"),
                            Thread::startVirtualThread))
                    .toList();

            // then
            assertThat(made.stream().map(CompletableFuture::join)).containsOnly("{}");
            // Those of the test before may still be ending; of these, none ends by itself before the wait does.
            await().untilAsserted(() -> assertThat(children()).isBetween(1L, 2L));
        }

        @Test
        void shouldEndWhenTheyHaveNothingToDo() {
            // given
            try (var brief = transformer(WIDE, Duration.ofMillis(300))) {
                assertThat(made(brief)).isEqualTo("{}");

                // then
                await().until(() -> children() == 0);
                assertThat(made(brief)).isEqualTo("{}");
            }
        }

        @Test
        void shouldEndWithTheTransformer() {
            // given
            assertThat(made(transformer)).isEqualTo("{}");

            // when
            transformer.close();

            // then
            await().until(() -> children() == 0);
        }

        @Test
        void shouldBeFoundByThoseWhoHaveLittleTime() {
            // when
            var early = transformer.apply(TENANT, "{}", event(), Duration.ofMillis(5));

            // then
            assertThat(early).isInstanceOf(Transformed.Away.class);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> transformer.apply(TENANT, "{}", event(), Duration.ofSeconds(2))
                            instanceof Transformed.Made);
        }

        private static long children() {
            return ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(Evaluator.class.getName()))
                    .count();
        }
    }
}
