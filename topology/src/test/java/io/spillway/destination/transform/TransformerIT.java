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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evaluates in real processes. */
class TransformerIT {

    private static final TenantId TENANT = new TenantId("t");
    private static final TenantId OTHER = new TenantId("other");
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration TIME = Duration.ofMillis(800);
    private static final String EVENT = """
            {"id":9007199254740993,"price":19.99,"who":{"name":"Zoë","mail":null},"items":[{"n":2},{"n":3}]}""";

    private final Transformer transformer =
            new Transformer(new Children(new Bounds(1024 * 1024, TIME), 2, Duration.ofMillis(300)));

    @AfterEach
    void close() {
        transformer.close();
    }

    private String made(TenantId tenant, String expression) {
        return switch (transformer.apply(tenant, expression, event(), AMPLE)) {
            case Transformed.Made(var data) -> new String(data.bytes(), UTF_8);
            case Transformed.Failed(var message) -> message;
        };
    }

    private static Data.Inline event() {
        return new Data.Inline(EVENT.getBytes(UTF_8));
    }

    @Nested
    class AnExpression {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock = """
                {"text": who.name & ' paid ' & price, "sum": $sum(items.n)} | {"text":"Zoë paid 19.99","sum":5}
                $                                                           | %s
                {"id": id, "mail": who.mail, "none": who.phone}             | {"id":9007199254740993,"mail":null}
                {"half": 1/2, "ten": 5.0 * 2, "big": 1e300, "all": items}   | {"half":0.5,"ten":10,"big":1.0E300,"all":[{"n":2},{"n":3}]}
                $merge([who, {"mail": "z@example.com"}])                    | {"name":"Zoë","mail":"z@example.com"}
                $ ~> |who|{"name": $uppercase(name)}, 'mail'|               | {"id":9007199254740993,"price":19.99,"who":{"name":"ZOË"},"items":[{"n":2},{"n":3}]}
                {}                                                          | {}
                """)
        void shouldMakeAnObject(String expression, String expected) {
            // when
            var made = made(TENANT, expression);

            // then
            assertThat(made).isEqualTo(expected.formatted(EVENT));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock = """
                items                           | it makes an array, and an event's data are an object
                who.name                        | it makes a text, and an event's data are an object
                who.phone                       | it makes nothing, and an event's data are an object
                $sum                            | it makes a function, and an event's data are an object
                {"f": function($x) {$x}}        | it fails: what it makes holds a function
                {"a": 1 / 0}                    | Number out of range
                {"a": who.name + 1}             | The left side of the "+" operator must evaluate to a number at position 15
                {"a": $unknown(1)}              | Attempted to invoke a non-function at position 14
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
            var message = made(TENANT, "{\"a\": $pad('', 1048570)}");

            // then
            assertThat(message).contains("more than 1048576 bytes");
        }

        @Test
        void shouldNotHoldHalfACharacter() {
            // when
            var message = made(TENANT, "{\"a\": $substring('\uD83D\uDE00', 0, 1) & '\\uD83D'}");

            // then
            assertThat(message).startsWith("the transformation failed: ");
        }
    }

    @Nested
    class WhenItIsSaved {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock = """
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
            var problem = transformer.problem(TENANT, expression);

            // then
            assertThat(problem.orElseThrow()).contains(words);
        }

        @Test
        void shouldTakeWhatCanBeRead() {
            assertThat(transformer.problem(TENANT, "{\"a\": $unknown(b)}")).isEmpty();
        }

        @Test
        void shouldNotTakeWhatIsTooLong() {
            assertThat(transformer.problem(TENANT, "1".repeat(Transformer.LONGEST + 1))).isPresent();
        }

        @Test
        void shouldSurviveWhatBreaksTheReader() {
            // given
            var deep = "[".repeat(Transformer.LONGEST);

            // when
            var problem = transformer.problem(TENANT, deep);

            // then
            assertThat(problem).isPresent();
            assertThat(transformer.problem(TENANT, "{}")).isEmpty();
        }
    }

    @Nested
    class AHostileExpression {

        static Stream<Arguments> hostile() {
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
                            "{'a': $pad('', -2147483648)}",
                            "{'a': $pad('x', 1e300)}",
                            "($f := function($s, $n) {$n = 0 ? $s : $f($s & $s, $n - 1)}; {'a': $f('0123456789', 60)})",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x, 'b': $x}, $n - 1)}; $f({}, 60))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f([$x, $x], $n - 1)}; {'a': $f(1, 60)})",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x}, $n - 1)}; $f({}, 100000))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f({'a': $x}, $n - 1)}; $f({}, 600))",
                            "($f := function($x, $n) {$n = 0 ? $x : $f([$x, $x], $n - 1)}; {'a': $length($string($f(1, 60)))})",
                            "{'a': $match($pad('', 60, 'a') & '!', /^(a|aa)+$/)}",
                            "{'a': $contains($pad('', 200, 'a') & '!', /^((a+)*)*$/)}",
                            "{'a': $replace($pad('', 100, 'a') & '!', /(a|a)*b/, '')}",
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
                            "{'a': $fromMillis(1e30)}",
                            "{'a': $formatInteger(1e18, 'w') & $pad('', 3e7) & $pad('', 3e7)}",
                            "{'a': $split($pad('', 1e7), '')}",
                            "{'a': $base64encode($pad('', 1e8))}",
                            "{'a': $encodeUrl($pad('', 1e8, '%'))}",
                            "{'a': $distinct([1..1e6].{'n': $, 'm': [1..1000]})}",
                            "{'a': ($x := [1..1e5]; $x[$ in $x])}",
                            "{'a': ($x := [1..3000]; $x@$i.$x@$j.$x@$k.($i + $j + $k))}",
                            "{'a': 1}[[1..1e7]]{'b': **.**.**}{[1..1e7]: 1}",
                            "{'a': $clone($f)}")
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
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(made(OTHER, "{\"still\": who.name}")).isEqualTo("{\"still\":\"Zoë\"}");
        }

        @Test
        void shouldLetOthersHaveTheirTurn() {
            // given
            made(OTHER, "{}");
            var slow = "($f := function($x) {$f($x + 1)}; $f(1))";
            var queue = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> made(TENANT, slow), Thread::startVirtualThread))
                    .toList();

            // when
            var made = IntStream.range(0, 20).mapToObj(i -> made(OTHER, "{}")).toList();

            // then
            assertThat(made).containsOnly("{}");
            assertThat(queue).anyMatch(one -> !one.isDone());
            queue.forEach(CompletableFuture::join);
        }

        @Test
        void shouldNotWaitForItsTurnForEver() {
            // given
            var slow = "($f := function($x) {$f($x + 1)}; $f(1))";
            made(TENANT, "{}");
            var first = CompletableFuture.supplyAsync(() -> made(TENANT, slow), Thread::startVirtualThread);
            await().until(() -> transformerIsBusy());

            // when
            var second = transformer.apply(TENANT, "{}", event(), Duration.ofMillis(100));

            // then
            assertThat(second).isInstanceOf(Transformed.Failed.class);
            first.join();
        }
    }

    private static boolean transformerIsBusy() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().startsWith("transformation-"));
    }

    @Nested
    class Processes {

        @Test
        void shouldNotBeThereBeforeTheyAreNeeded() {
            assertThat(children()).isZero();
        }

        @Test
        void shouldEndWhenTheyHaveNothingToDo() {
            // given
            made(TENANT, "{}");
            assertThat(children()).isOne();

            // then
            await().until(() -> children() == 0);
            assertThat(made(TENANT, "{}")).isEqualTo("{}");
        }

        @Test
        void shouldEndWithTheTransformer() {
            // given
            made(TENANT, "{}");

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
            assertThat(early).isInstanceOf(Transformed.Failed.class);
            await().until(() ->
                    transformer.apply(TENANT, "{}", event(), Duration.ofMillis(100)) instanceof Transformed.Made);
        }

        private static long children() {
            return ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(Evaluator.class.getName()))
                    .count();
        }
    }
}
