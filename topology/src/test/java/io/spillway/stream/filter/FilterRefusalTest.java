package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRefusalTest {

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # anything but an object as the whole filter
            null                             | ``                 | must be a JSON object
            true                             | ``                 | must be a JSON object
            "a"                              | ``                 | must be a JSON object
            1                                | ``                 | must be a JSON object
            []                               | ``                 | must be a JSON object
            # an unknown key that begins with $
            {"$foo":1}                       | /$foo              | $eq, $neq, $gt, $gte, $lt, $lte, $in, $nin, $startsWith, $endsWith, $exist, $or, $and, $not
            {"data":{"a":{"$GT":1}}}         | /data/a/$GT        | written {"$eq": ...} inside its parent
            {"$":1}                          | /$                 | begin with $
            {"$ref":1}                       | /$ref              | begin with $
            {"data":[{"$eq":1},{"$eqq":1}]}  | /data/1/$eqq       | begin with $
            {"a/b":{"~":{"$x":1}}}           | /a~1b/~0/$x        | begin with $
            {"$not":{"$nope":1}}             | /$not/$nope        | begin with $
            # an argument of the wrong type
            {"a":{"$gt":true}}               | /a/$gt             | $gt takes a number or a string
            {"a":{"$gte":null}}              | /a/$gte            | $gte takes a number or a string
            {"a":{"$lt":[1]}}                | /a/$lt             | $lt takes a number or a string
            {"a":{"$lte":{}}}                | /a/$lte            | $lte takes a number or a string
            {"a":{"$in":{"b":1}}}            | /a/$in             | $in takes an array, a string, a number, a boolean or null
            {"a":{"$nin":{}}}                | /a/$nin            | $nin takes an array
            {"a":{"$startsWith":1}}          | /a/$startsWith     | $startsWith takes a string or an array of strings
            {"a":{"$startsWith":["b",null]}} | /a/$startsWith/1   | a string
            {"a":{"$endsWith":{}}}           | /a/$endsWith       | $endsWith takes a string or an array of strings
            {"a":{"$endsWith":[["b"]]}}      | /a/$endsWith/0     | a string
            {"a":{"$exist":"true"}}          | /a/$exist          | $exist takes true or false
            {"a":{"$exist":null}}            | /a/$exist          | $exist takes true or false
            {"a":{"$exist":1}}               | /a/$exist          | $exist takes true or false
            {"$or":{"a":1}}                  | /$or               | $or takes an array of filters
            {"$or":null}                     | /$or               | $or takes an array of filters
            {"$and":"a"}                     | /$and              | $and takes an array of filters
            {"$and":[{"$exist":0}]}          | /$and/0/$exist     | $exist takes true or false
            {"$not":{"$gt":[]}}              | /$not/$gt          | $gt takes
            # repeated keys, also within arguments
            {"a":1,"a":1}                    | /a                 | repeated
            {"a":{"b":[1,{"c":1,"\\u0063":2}]}} | /a/b/1/c        | repeated
            {"a":{"$eq":{"b":1,"b":1}}}      | /a/$eq/b           | repeated
            {"$or":[],"$or":[]}              | /$or               | repeated
            # no JSON
            ``                               | ``                 | empty
            ` `                              | ``                 | empty
            {} {}                            | ``                 | after the JSON value
            {}x                              | ``                 | well-formed
            {"a":[1,}                        | /a/1               | well-formed
            {"a":                            | /a                 | well-formed
            {a:1}                            | ``                 | well-formed
            {"a":NaN}                        | /a                 | well-formed
            """)
    void shouldPointToTheMistakeAndSayWhatIsAllowed(String filter, String pointer, String reason) {
        // when
        var parsed = Sample.parse(filter);

        // then
        assertThat(parsed).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.pointer()).isEqualTo(pointer);
            assertThat(refusal.reason()).contains(reason).endsWith(".");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"$eq":{"$foo":{"$exist":7}}}}
            {"a":{"$neq":[{"$foo":1}]}}
            {"a":{"$in":[{"$foo":1}]}}
            {"a":{"$nin":[{"$gt":null}]}}
            {"a":{"$in":null}}
            {"a":{"b$":1,"":2}}
            {"$or":[1,"a",null,[],{}]}
            {"$not":null}
            """)
    void shouldTakeWhatIsNoMistake(String filter) {
        assertThat(Sample.parse(filter)).isInstanceOf(Filter.class);
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8() {
        // given
        var bytes = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        // when
        var parsed = Filter.parse(bytes);

        // then
        assertThat(parsed).isEqualTo(new Refusal("", "JSON text must be valid UTF-8."));
    }

    @Nested
    class Limits {

        @Test
        void shouldTake64KibibytesAndRefuseOneByteMore() {
            // given
            var fits = "{}" + " ".repeat(65_534);

            // when
            var parsed = Sample.parse(fits);
            var longer = Sample.parse(fits + " ");

            // then
            assertThat(parsed).isInstanceOf(Filter.class);
            assertThat(longer).isEqualTo(new Refusal("", "A filter has at most 65,536 bytes; this one has 65,537."));
        }

        @Test
        void shouldTakeAThousandNodesAndPointToTheNextOne() {
            // given: the filter, the array and 998 elements
            var fits = "{\"a\":[" + "1,".repeat(997) + "1]}";
            var more = "{\"a\":[" + "1,".repeat(998) + "1]}";

            // when
            var parsed = Sample.parse(fits);
            var larger = Sample.parse(more);

            // then
            assertThat(parsed).isInstanceOf(Filter.class);
            assertThat(larger).isEqualTo(new Refusal("/a/998", "At most 1,000 values are allowed in all."));
        }

        @Test
        void shouldTake32LevelsAndPointToTheNextOne() {
            // given: 31 objects and a scalar
            var fits = "{\"a\":".repeat(31) + "1" + "}".repeat(31);
            var more = "{\"a\":".repeat(31) + "{\"$eq\":1}" + "}".repeat(31);

            // when
            var parsed = Sample.parse(fits);
            var deeper = Sample.parse(more);

            // then
            assertThat(parsed).isInstanceOf(Filter.class);
            assertThat(deeper).isEqualTo(new Refusal("/a".repeat(31) + "/$eq", "At most 32 levels are allowed."));
        }

        @Test
        void shouldCountTheLevelsOfArgumentsToo() {
            // given
            var deep = "{\"a\":{\"$eq\":" + "[".repeat(30) + "]".repeat(30) + "}}";

            // when
            var parsed = Sample.parse(deep);
            var deeper = Sample.parse(deep.replace("[]", "[[]]"));

            // then
            assertThat(parsed).isInstanceOf(Filter.class);
            assertThat(deeper).isInstanceOf(Refusal.class);
        }
    }
}
