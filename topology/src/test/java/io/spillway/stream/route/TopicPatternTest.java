package io.spillway.stream.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(textBlock = """
            order.paid, order.paid, yes
            order.paid, order.paids, no
            order.paid, orderXpaid, no
            order, order.paid, no
            *, order.paid, yes
            **, order.paid, yes
            order.*, order.paid, yes
            order.*, order., yes
            order.*, order.paid.late, yes
            order.*, orders.paid, no
            *.paid, order.paid, yes
            *.paid, order.paid.late, no
            order*paid, order.late.paid, yes
            order*paid, orderpaid, yes
            ab*ba, aba, no
            ab*ba, abba, yes
            a*b*c, aXbXc, yes
            a*b*c, acb, no
            *a*, banana, yes
            *a*a*a*, banana, yes
            *a*a*a*a*, banana, no
            *na, banana, yes
            *nan, banana, no
            [a], a, no
            [a]*, [a]b, yes
            """)
    void shouldTakeTheStarAsAnyRunOfCharacters(String pattern, String topic, String answer) {
        assertThat(new TopicPattern(pattern).matches(Optional.of(topic))).isEqualTo(answer.equals("yes"));
    }

    @Test
    void shouldWantEventsForEverybody() {
        assertThat(new TopicPattern("order.paid").matches(Optional.empty())).isTrue();
        assertThat(new TopicPattern("order.paid").matches(Optional.of("*"))).isTrue();
    }

    @Test
    void shouldAgreeWithRegularExpressionsOnRandomPatterns() {
        var random = new Random(20261122);
        for (var i = 0; i < 10_000; i++) {
            // given
            var pattern = text(random, "aab.**", 1 + random.nextInt(6));
            var topic = text(random, "aab.", 1 + random.nextInt(8));
            var expected = Pattern.matches(pattern.replace(".", "\\.").replace("*", ".*"), topic);

            // when
            var matches = new TopicPattern(pattern).matches(Optional.of(topic));

            // then
            assertThat(matches).as("%s and %s", pattern, topic).isEqualTo(expected);
        }
    }

    @Test
    void shouldStayLinear() {
        // given: compared place by place, it takes hours
        var pattern = new TopicPattern(("*" + "a".repeat(500_000) + "b").repeat(20) + "*");
        var topic = "a".repeat(10_000_000);

        // when
        var started = System.nanoTime();
        var matches = pattern.matches(Optional.of(topic));
        var took = Duration.ofNanos(System.nanoTime() - started);

        // then
        assertThat(matches).isFalse();
        assertThat(took).isLessThan(Duration.ofMinutes(1));
    }

    private static String text(Random random, String alphabet, int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
