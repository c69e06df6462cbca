package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final String DATA =
            "{\"id\":17,\"vip\":true,\"customer\":{\"name\":\"Zoë\"},\"lines\":[1,2],\"none\":null}";

    private static String key(String expression) {
        return Template.key(
                        expression,
                        Samples.delivery(DATA, Map.of()),
                        Map.of("event-id", "evt_1"),
                        Map.of("time", Map.of("year", "2026")))
                .orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "data.id, 17",
        "data.vip, true",
        "data.customer.name, Zoë",
        "metadata.\"event-id\", evt_1",
        "'join(`-`, [time.year, to_string(data.id)])', 2026-17",
        "data.none, nothing",
        "data.lines, nothing",
        "data.customer, nothing",
        "data.missing, nothing"
    })
    void shouldMakeTextOfWhatItFinds(String expression, String expected) {
        assertThat(key(expression.replace("`-`", "'-'"))).isEqualTo(expected);
    }

    @Test
    void shouldFindNothingInDataThatAreNoJson() {
        assertThat(Template.key("data.id", Samples.delivery("not JSON", Map.of()), Map.of(), Map.of()))
                .isEmpty();
    }

    /** Each doubles what it is given; written out, 2^40 elements and more. */
    @ParameterizedTest
    @ValueSource(strings = {"[@,@]", "[[],[]][]", "{a:@,b:@}", "[@,@].[@,@]", "[@,@][]"})
    void shouldGiveUpWhatGrows(String doubling) {
        // given
        var bomb = "data.lines" + (" | " + doubling).repeat(40);

        var twice = "[" + bomb + ", " + bomb + "]";

        // then: it ends, where it would otherwise run for days
        for (var expression : List.of(
                bomb + " | to_string(@)",
                twice + " | [0] == [1]",
                twice + " | contains(@, [1])",
                twice + " | to_string([?[0] == @])",
                twice + " | to_string(sort_by(@, &to_string(@)))")) {
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1),
                    () -> assertThatThrownBy(() -> key(expression))
                            .as(expression)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasStackTraceContaining("the expression grows too large"));
        }
    }

    @Test
    void shouldGiveUpAJoinBeforeItIsWritten() {
        // given
        var parts = "data.lines[].to_string(@)" + " | [@,@][]".repeat(8);
        var glue = "join('" + "-".repeat(600) + "', " + parts + ")";

        // then
        assertThatThrownBy(() -> key("join(" + glue + ", " + parts + " | [@,@][]".repeat(5) + ")"))
                .hasStackTraceContaining("the expression grows too large");
    }

    @Test
    void shouldRefuseAKeyThatIsTooLong() {
        assertThatThrownBy(() -> key("join('" + "-".repeat(900)
                        + "', data.lines[].to_string(@) | [@,@,@,@,@,@,@][] | [@,@,@,@,@,@,@][])"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer");
    }
}
