package io.spillway.gateway.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.gateway.http.ApiException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {

    @ParameterizedTest
    @CsvSource({
        "a b a, a b",
        "a *, *",
        "order.* order.paid user.x, order.* user.x",
        "order.paid order.*, order.*",
        "o* or* o**, o*",
        "*a* *a, *a*"
    })
    void shouldFold(String wanted, String folded) {
        // given
        var rules = new TopicRules(List.of(), true);
        // when / then
        assertThat(rules.folded(words(wanted))).isEqualTo(words(folded));
    }

    @ParameterizedTest
    @CsvSource({
        "'a b', false, x, false",
        "'a b', false, a, true",
        "'a b', false, *, true",
        "'a b', false, a*, false",
        "'a b', true, a*, true",
        "'a b', true, c*, false",
        "'', false, a, true",
        "'', false, a*, false",
        "'', true, c*, true"
    })
    void shouldKnowTopics(String configured, boolean wildcards, String wanted, boolean known) {
        // given
        var rules = new TopicRules(words(configured), wildcards);
        // when / then
        if (known) {
            assertThat(rules.folded(words(wanted))).isEqualTo(words(wanted));
        } else {
            assertThatThrownBy(() -> rules.folded(words(wanted)))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("validation failed: invalid topics");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', true", "'   ', true"})
    void shouldRefuseNoTopicsAndBlankOnes(String blank, boolean wildcards) {
        // given
        var rules = new TopicRules(List.of(), wildcards);
        // when / then
        assertThatThrownBy(() -> rules.folded(List.of())).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> rules.folded(List.of(blank))).isInstanceOf(ApiException.class);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
