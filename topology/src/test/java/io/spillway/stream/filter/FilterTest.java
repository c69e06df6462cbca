package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language's page as examples: a filter, the value that it is held against, and the answer. */
class FilterTest {

    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # a scalar: the value equals it, or is an array of which an element matches
            "a"                     | "a"                          | yes
            "a"                     | "b"                          | no
            "a"                     | ["b","a"]                    | yes
            "a"                     | [["b"],[["a"]]]              | yes
            "a"                     | {"a":"a"}                    | no
            "a"                     | [{"a":"a"}]                  | no
            "a"                     | []                           | no
            "a"                     | missing                      | no
            1                       | 1                            | yes
            1                       | [2,1]                        | yes
            true                    | true                         | yes
            true                    | false                        | no
            null                    | null                         | yes
            null                    | [null]                       | yes
            null                    | missing                      | no
            # equality is typed, numbers are exact
            "1"                     | 1                            | no
            1                       | "1"                          | no
            true                    | 1                            | no
            false                   | null                         | no
            0                       | null                         | no
            ""                      | null                         | no
            1                       | 1.0                          | yes
            1                       | 10e-1                        | yes
            0                       | -0.0e5                       | yes
            9223372036854775808     | 9223372036854775809          | no
            0.1                     | 0.1000000000000000000000001  | no
            1e400                   | 10e399                       | yes
            1e400                   | 1e401                        | no
            "é"                     | "\\u00e9"                    | yes
            "é"                     | "e\\u0301"                   | no
            # an array: some element of the value for each of its elements
            []                      | []                           | yes
            []                      | [1]                          | yes
            []                      | {}                           | no
            []                      | missing                      | no
            ["a"]                   | "a"                          | no
            ["a"]                   | ["b","a"]                    | yes
            ["a","b"]               | ["b","c","a"]                | yes
            ["a","b"]               | ["a"]                        | no
            ["a","a"]               | ["a"]                        | yes
            [["a"]]                 | ["a"]                        | no
            ["a"]                   | [["a"]]                      | yes
            [["a"]]                 | [["b","a"]]                  | yes
            [{"k":1}]               | [{"k":2},{"k":1,"l":2}]      | yes
            [{"k":1},{"l":1}]       | [{"k":1,"l":1}]              | yes
            [{"$gt":5}]             | [1,6]                        | yes
            # the empty object: any object or array
            {}                      | {}                           | yes
            {}                      | {"k":1}                      | yes
            {}                      | []                           | yes
            {}                      | [1]                          | yes
            {}                      | "a"                          | no
            {}                      | 1                            | no
            {}                      | null                         | no
            {}                      | missing                      | no
            # an object: every key holds
            {"k":1}                 | {"k":1}                      | yes
            {"k":1}                 | {"k":1,"l":2}                | yes
            {"k":1,"l":2}           | {"k":1,"l":3}                | no
            {"k":1}                 | {}                           | no
            {"k":1}                 | 1                            | no
            {"k":1}                 | null                         | no
            {"k":1}                 | missing                      | no
            {"k":{"l":1}}           | {"k":{"l":1}}                | yes
            {"k":{"l":1}}           | {"k":1}                      | no
            # field keys against an array: together, on one and the same element
            {"k":1}                 | [{"k":2},{"k":1}]            | yes
            {"k":1,"l":2}           | [{"k":1},{"l":2}]            | no
            {"k":1,"l":2}           | [{"k":1},{"k":1,"l":2}]      | yes
            {"k":1}                 | [1,"k",null,[{"k":1}]]       | no
            {"k":1}                 | []                           | no
            {"k":{"l":1}}           | [{"k":[{"l":2},{"l":1}]}]    | yes
            {"0":"a"}               | ["a"]                        | no
            # operator keys and field keys side by side
            {"$exist":true,"k":1}   | {"k":1}                      | yes
            {"$exist":true,"k":1}   | [{"k":1}]                    | yes
            {"$gt":1,"k":1}         | {"k":1}                      | no
            {"$gt":1,"$lt":5}       | 3                            | yes
            {"$gt":1,"$lt":5}       | 5                            | no
            {"$or":["a","b"],"$neq":"b"} | "a"                     | yes
            {"$or":["a","b"],"$neq":"b"} | "b"                     | no
            {"$or":[{"k":1},{"k":2}],"l":3} | {"k":2,"l":3}        | yes
            {"$or":[{"k":1},{"k":2}],"l":3} | {"k":2,"l":4}        | no
            """)
    void shouldMatchValuesAsThePageSays(String filter, String value, String answer) {
        // given
        var event = Sample.eventWith(value);

        // when
        var matches = Sample.filterOn(filter).matches(event);

        // then
        assertThat(matches).isEqualTo(answer.equals("yes"));
    }

    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # $eq: deep equality, the whole value
            {"$eq":1}               | 1.0                          | yes
            {"$eq":1}               | [1]                          | no
            {"$eq":[1,2]}           | [1,2]                        | yes
            {"$eq":[1,2]}           | [1.0,20e-1]                  | yes
            {"$eq":[1,2]}           | [2,1]                        | no
            {"$eq":[1,2]}           | [1,2,3]                      | no
            {"$eq":[1,2]}           | [[1,2]]                      | no
            {"$eq":{"k":[1],"l":2}} | {"l":2,"k":[1]}              | yes
            {"$eq":{"k":1}}         | {"k":1,"l":2}                | no
            {"$eq":{}}              | {}                           | yes
            {"$eq":{}}              | {"k":1}                      | no
            {"$eq":{}}              | []                           | no
            {"$eq":{"$gt":1}}       | {"$gt":1}                    | yes
            {"$eq":{"$gt":1}}       | 2                            | no
            {"$eq":null}            | null                         | yes
            {"$eq":null}            | missing                      | no
            # $neq: present and not $eq
            {"$neq":1}              | 2                            | yes
            {"$neq":1}              | 1.0                          | no
            {"$neq":1}              | "1"                          | yes
            {"$neq":1}              | null                         | yes
            {"$neq":1}              | [1]                          | yes
            {"$neq":1}              | {}                           | yes
            {"$neq":[1]}            | [1]                          | no
            {"$neq":1}              | missing                      | no
            {"$neq":null}           | missing                      | no
            # $gt $gte $lt $lte: the same type, number or string
            {"$gt":5}               | 6                            | yes
            {"$gt":5}               | 5                            | no
            {"$gte":5}              | 5.0                          | yes
            {"$gte":5}              | 4.999999999999999999999999   | no
            {"$lt":5}               | 4.999999999999999999999999   | yes
            {"$lt":5}               | 5                            | no
            {"$lte":5}              | 5                            | yes
            {"$lte":5}              | 6                            | no
            {"$gt":-1}              | -0.5                         | yes
            {"$lt":-1}              | -1e400                       | yes
            {"$gt":9223372036854775808} | 9223372036854775809      | yes
            {"$gt":1e-9999999999}   | 1e-9999999998                | yes
            {"$lt":1e9999999999}    | 1e9999999998                 | yes
            {"$gt":5}               | "6"                          | no
            {"$gt":"5"}             | 6                            | no
            {"$gt":5}               | [6]                          | no
            {"$gt":5}               | {"k":6}                      | no
            {"$gt":0}               | true                         | no
            {"$gte":0}              | null                         | no
            {"$lt":0}               | missing                      | no
            {"$gt":"a"}             | "b"                          | yes
            {"$gt":"a"}             | "ab"                         | yes
            {"$gt":"a"}             | "B"                          | no
            {"$gte":"a"}            | "a"                          | yes
            {"$lt":"2026-11-23"}    | "2026-11-22T12:00:00.000Z"   | yes
            {"$gt":"\\uffee"}       | "\\ud83d\\ude00"             | yes
            {"$lt":"\\ud83d\\ude00"} | "\\uffee"                   | yes
            {"$lt":"\\ud83d\\ude01"} | "\\ud83d\\ude00"            | yes
            # $in and $nin with an array: the value equals one of them, or is an array that shares an element with it
            {"$in":["a","b"]}       | "b"                          | yes
            {"$nin":["a","b"]}      | "b"                          | no
            {"$in":["a","b"]}       | "c"                          | no
            {"$nin":["a","b"]}      | "c"                          | yes
            {"$in":["a"]}           | "cab"                        | no
            {"$in":[1]}             | 1.0                          | yes
            {"$in":[1]}             | "1"                          | no
            {"$nin":[1]}            | "1"                          | yes
            {"$in":[null]}          | null                         | yes
            {"$in":["a","b"]}       | ["c","b"]                    | yes
            {"$nin":["a","b"]}      | ["c","b"]                    | no
            {"$in":["a","b"]}       | ["c"]                        | no
            {"$nin":["a","b"]}      | ["c"]                        | yes
            {"$in":["a"]}           | [["a"]]                      | no
            {"$in":[["a"]]}         | ["a"]                        | yes
            {"$in":[["a"]]}         | [["a"]]                      | yes
            {"$in":[{"k":1}]}       | {"k":1}                      | yes
            {"$in":[{"k":1}]}       | [{"k":1.0}]                  | yes
            {"$in":[{"k":1}]}       | {"k":1,"l":2}                | no
            {"$nin":[{"k":1}]}      | {"k":1,"l":2}                | yes
            {"$in":[{"$x":1}]}      | {"$x":1}                     | yes
            {"$in":[]}              | "a"                          | no
            {"$nin":[]}             | "a"                          | yes
            {"$in":["a"]}           | missing                      | no
            {"$nin":["a"]}          | missing                      | no
            # $in and $nin with a scalar: an element of an array, or a part of a string; anything else is no to both
            {"$in":"a"}             | ["b","a"]                    | yes
            {"$nin":"a"}            | ["b","a"]                    | no
            {"$in":"a"}             | ["b"]                        | no
            {"$nin":"a"}            | ["b"]                        | yes
            {"$in":"a"}             | ["cab"]                      | no
            {"$in":"a"}             | [["a"]]                      | no
            {"$in":1}               | [1.0]                        | yes
            {"$nin":1}              | [2]                          | yes
            {"$in":null}            | [null]                       | yes
            {"$in":true}            | [true]                       | yes
            {"$in":"ab"}            | "cabd"                       | yes
            {"$nin":"ab"}           | "cabd"                       | no
            {"$in":"ab"}            | "acbd"                       | no
            {"$nin":"ab"}           | "acbd"                       | yes
            {"$in":""}              | "a"                          | yes
            {"$in":"\\ud83d"}       | "\\ud83d\\ude00"             | no
            {"$in":"\\ude00"}       | "\\ud83d\\ude00\\ude00"      | yes
            {"$in":"a"}             | {"a":"a"}                    | no
            {"$nin":"a"}            | {"a":"a"}                    | no
            {"$in":1}               | 1                            | no
            {"$nin":1}              | 2                            | no
            {"$in":"1"}             | 1                            | no
            {"$nin":"1"}            | 1                            | no
            {"$in":1}               | "1"                          | no
            {"$nin":1}              | "2"                          | no
            {"$in":"a"}             | null                         | no
            {"$nin":"a"}            | null                         | no
            {"$in":"a"}             | missing                      | no
            {"$nin":"a"}            | missing                      | no
            # $startsWith and $endsWith
            {"$startsWith":"ab"}    | "abc"                        | yes
            {"$startsWith":"ab"}    | "cab"                        | no
            {"$startsWith":""}      | ""                           | yes
            {"$startsWith":["x","a"]} | "abc"                      | yes
            {"$startsWith":[]}      | "abc"                        | no
            {"$startsWith":"\\ud83d"} | "\\ud83d\\ude00"           | no
            {"$startsWith":"a"}     | ["a"]                        | no
            {"$startsWith":"1"}     | 1                            | no
            {"$startsWith":"a"}     | missing                      | no
            {"$endsWith":"bc"}      | "abc"                        | yes
            {"$endsWith":"bc"}      | "bcd"                        | no
            {"$endsWith":["x","c"]} | "abc"                        | yes
            {"$endsWith":"\\ude00"} | "\\ud83d\\ude00"             | no
            {"$endsWith":"a"}       | ["a"]                        | no
            {"$endsWith":"a"}       | missing                      | no
            # $exist: null is present
            {"$exist":true}         | 1                            | yes
            {"$exist":true}         | null                         | yes
            {"$exist":true}         | missing                      | no
            {"$exist":false}        | missing                      | yes
            {"$exist":false}        | null                         | no
            {"$exist":false}        | []                           | no
            {"k":{"$exist":false}}  | {}                           | yes
            {"k":{"$exist":false}}  | {"k":null}                   | no
            {"k":{"$exist":false}}  | missing                      | no
            {"k":{"$exist":false}}  | 1                            | no
            {"k":{"$exist":false}}  | []                           | no
            {"k":{"$exist":false}}  | [{"k":1},{"l":1}]            | yes
            # $or, $and, $not: filters on the same value, at every depth
            {"$or":["a",{"$gt":5}]} | 6                            | yes
            {"$or":["a",{"$gt":5}]} | "a"                          | yes
            {"$or":["a",{"$gt":5}]} | 5                            | no
            {"$or":[]}              | "a"                          | no
            {"$or":[{"$exist":false},"a"]} | missing               | yes
            {"$or":[{"k":1},{"l":1}]} | [{"k":2},{"l":1}]          | yes
            {"$and":[{"$gt":1},{"$lt":5}]} | 3                     | yes
            {"$and":[{"$gt":1},{"$lt":5}]} | 5                     | no
            {"$and":["a","b"]}      | ["a","b"]                    | yes
            {"$and":[{"k":1},{"l":2}]} | [{"k":1},{"l":2}]         | yes
            {"$and":[]}             | "a"                          | yes
            {"$and":[]}             | missing                      | yes
            {"$not":"a"}            | "b"                          | yes
            {"$not":"a"}            | "a"                          | no
            {"$not":"a"}            | ["b","a"]                    | no
            {"$not":"a"}            | missing                      | yes
            {"$not":{"$exist":true}} | missing                     | yes
            {"$not":{"$exist":false}} | missing                    | no
            {"$not":{"$gt":5}}      | "x"                          | yes
            {"$not":{}}             | "a"                          | yes
            {"$not":["a"]}          | ["b"]                        | yes
            {"$not":{"$not":"a"}}   | "a"                          | yes
            {"$not":{"k":1},"l":2}  | {"k":2,"l":2}                | yes
            {"k":{"$not":1}}        | {}                           | yes
            {"k":{"$not":1}}        | missing                      | no
            """)
    void shouldApplyOperatorsAsThePageSays(String filter, String value, String answer) {
        // given
        var event = Sample.eventWith(value);

        // when
        var matches = Sample.filterOn(filter).matches(event);

        // then
        assertThat(matches).isEqualTo(answer.equals("yes"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                              | yes
            {"id":"evt_1"}                                  | yes
            {"topic":"order.paid"}                          | yes
            {"topic":{"$startsWith":"order."}}              | yes
            {"topic":"order.shipped"}                       | no
            {"time":"2026-11-22T12:00:00.250Z"}             | yes
            {"time":{"$gte":"2026-11-22","$lt":"2026-11-23"}} | yes
            {"metadata":{"source":"shop"}}                  | yes
            {"metadata":{"other":{"$exist":false}}}         | yes
            {"data":{"amount":{"$gt":5}}}                   | yes
            {"data":{"amount":{"$gt":9}}}                   | no
            {"other":{"$exist":false}}                      | yes
            {"tenant_id":{"$exist":true}}                   | no
            {"topic":"order.paid","data":{"amount":9}}      | yes
            {"topic":"order.paid","data":{"amount":8}}      | no
            {"$not":{"topic":"order.paid"}}                 | no
            {"$or":[{"topic":"x"},{"data":{"amount":9}}]}   | yes
            {"$or":[]}                                      | no
            {"$and":[]}                                     | yes
            {"$or":["evt_1"]}                               | no
            {"$exist":true}                                 | yes
            """)
    void shouldLookAtTheWholeEvent(String filter, String answer) {
        // given
        var event = Sample.event("{\"amount\":9}");

        // when
        var matches = Sample.filter(filter).matches(event);

        // then
        assertThat(matches).isEqualTo(answer.equals("yes"));
    }

    @Test
    void shouldMatchEverythingWhenAbsent() {
        // given
        var event = Sample.event("{}");

        // when
        var matches = Filter.everything().matches(event);

        // then
        assertThat(matches).isTrue();
    }

    @Nested
    class WhenTheEventIsBare {

        private final EventView event = new EventView(
                "evt_1", Optional.empty(), Instant.EPOCH, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));

        @Test
        void shouldTakeTheTopicAsMissing() {
            assertThat(Sample.filter("{\"topic\":{\"$exist\":false}}").matches(event))
                    .isTrue();
        }

        @Test
        void shouldTakeMetadataAsAnEmptyObject() {
            assertThat(Sample.filter("{\"metadata\":{\"$eq\":{}}}").matches(event))
                    .isTrue();
        }

        @Test
        void shouldWriteTheTimeWithMilliseconds() {
            assertThat(Sample.filter("{\"time\":\"1970-01-01T00:00:00.000Z\"}").matches(event))
                    .isTrue();
        }
    }

    @Test
    void shouldTakeDataThatTheDoorRefusesAsMissing() {
        // given
        var event = Sample.event("{\"a\":1,\"a\":1}");

        // when
        var matches = Sample.filter("{\"data\":{\"$exist\":false}}").matches(event);

        // then
        assertThat(matches).isTrue();
    }

    @Test
    void shouldParseDataOnce() {
        // given
        var event = Sample.event("{\"a\":1}");

        // when
        var first = event.data();

        // then
        assertThat(event.data()).isSameAs(first);
        assertThat(event.whole().members().get("data")).isSameAs(first);
    }
}
