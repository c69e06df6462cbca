package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    @ParameterizedTest(name = "{0} against {1}: {2} by {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            # the key that failed
            {"topic":"order.paid","data":{"v":{"$gt":5}}} | 3        | no  | /data/v/$gt      | $gt    | 5                  | 3
            {"topic":"x","data":{"v":3}}            | 3              | no  | /topic           | -      | "x"                | "order.paid"
            {"data":{"v":{"k":{"$exist":true}}}}    | {}             | no  | /data/v/k/$exist | $exist | true               | -
            {"data":{"v":{"k":{"l":1}}}}            | {}             | no  | /data/v/k        | -      | {"l":1}            | -
            {"data":{"v":["a","b"]}}                | ["a"]          | no  | /data/v/1        | -      | "b"                | ["a"]
            {"data":{"v":["a"]}}                    | "a"            | no  | /data/v          | -      | ["a"]              | "a"
            {"data":{"v":{"$and":["a","b"]}}}       | "a"            | no  | /data/v/$and/1   | -      | "b"                | "a"
            {"data":{"v":{"$in":[1,2]}}}            | 3              | no  | /data/v/$in      | $in    | [1,2]              | 3
            # several that failed together
            {"data":{"v":{"$or":["a","b"]}}}        | "c"            | no  | /data/v/$or      | $or    | ["a","b"]          | "c"
            {"data":{"v":{"k":1}}}                  | [{"k":2},{}]   | no  | /data/v          | -      | {"k":1}            | [{"k":2},{}]
            {"data":{"v":{"$or":[{"$gt":5}]}}}      | 1              | no  | /data/v/$or/0/$gt | $gt   | 5                  | 1
            {"data":{"v":{"$not":"a"}}}             | "a"            | no  | /data/v/$not     | $not   | "a"                | "a"
            # the key that sufficed
            {"data":{"v":{"$gt":5}}}                | 10e0           | yes | /data/v/$gt      | $gt    | 5                  | 10
            {"data":{"v":{"$or":["a","b"]}}}        | "b"            | yes | /data/v/$or/1    | -      | "b"                | "b"
            {"data":{"v":{"k":1}}}                  | [{},{"k":1}]   | yes | /data/v/k        | -      | 1                  | 1
            {"data":{"v":{"$not":"a"}}}             | missing        | yes | /data/v/$not     | $not   | "a"                | -
            # several that held together
            {"data":{"v":{"$gt":1,"$lt":5}}}        | 3              | yes | /data/v          | -      | {"$gt":1,"$lt":5}  | 3
            {"data":{"v":{"$and":["a","a"]}}}       | "a"            | yes | /data/v/$and     | $and   | ["a","a"]          | "a"
            {"data":{"v":["a","b"]}}                | ["b","a"]      | yes | /data/v          | -      | ["a","b"]          | ["b","a"]
            {"data":{"v":{}}}                       | []             | yes | /data/v          | -      | {}                 | []
            """)
    void shouldNameTheKeyThatDecided(
            String filter,
            String value,
            String answer,
            String pointer,
            String operator,
            String expected,
            String actual) {
        // given
        var event = Sample.eventWith(value);

        // when
        var explanation = Sample.filter(filter).explain(event);

        // then
        assertThat(explanation.matches()).isEqualTo(answer.equals("yes"));
        var decision = explanation.decidedBy();
        assertThat(decision.pointer()).isEqualTo(pointer);
        assertThat(decision.operator().orElse(null)).isEqualTo(operator);
        assertThat(decision.expected().json()).isEqualTo(expected);
        assertThat(decision.actual().map(JsonValue::json).orElse(null)).isEqualTo(actual);
    }

    @Test
    void shouldNameTheWholeFilterWhenItIsEmpty() {
        // given
        var event = Sample.event("{}");

        // when
        var explanation = Filter.everything().explain(event);

        // then
        assertThat(explanation.matches()).isTrue();
        assertThat(explanation.decidedBy().pointer()).isEmpty();
        assertThat(explanation.decidedBy().expected().json()).isEqualTo("{}");
    }
}
