package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.DestinationId;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.PublishBody.Broken;
import io.spillway.wire.PublishBody.Fields;
import io.spillway.wire.PublishBody.Items;
import io.spillway.wire.PublishBody.NoItems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishBodyTest {

    @Nested
    class AWholeBody {

        @Test
        void shouldBeReadFieldByField() {
            // given
            var body = """
                    {"tenant_id": "acme", "id": "e/1", "topic": "order.paid", "time": "2026-01-02T03:04:05.678+01:00",
                     "metadata": {"source": "shop", "empty": ""}, "eligible_for_retry": false,
                     "destination_id": "des-1", "unknown": [{"a": [1]}], "data": {"n": 1}}
                    """;

            // when
            var fields = fields(body);

            // then
            assertThat(fields)
                    .isEqualTo(new Fields(
                            Optional.of(new TenantId("acme")),
                            Optional.of(new EventId("e/1")),
                            Optional.of("order.paid"),
                            Optional.of(Instant.parse("2026-01-02T02:04:05.678Z")),
                            Map.of("source", "shop", "empty", ""),
                            Optional.of(inline("{\"n\": 1}")),
                            false,
                            Optional.of(new DestinationId("des-1")),
                            List.of()));
            assertThat(fields.problems()).isEmpty();
        }

        @Test
        void shouldTakeNullAndEmptyForAbsent() {
            // when
            var fields = fields("""
                    {"tenant_id":"t","data":{},"id":"","topic":"","destination_id":"","time":null,"metadata":null,
                     "eligible_for_retry":null}""");

            // then
            assertThat(fields.problems()).isEmpty();
            assertThat(fields.id()).isEmpty();
            assertThat(fields.topic()).isEmpty();
            assertThat(fields.time()).isEmpty();
            assertThat(fields.destination()).isEmpty();
            assertThat(fields.metadata()).isEmpty();
            assertThat(fields.eligibleForRetry()).isTrue();
        }
    }

    @Nested
    class ExactBytes {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{ }",
                    "{\n\t\"b\" : 1.50e+10 ,\r\n \"a\":[ ] }",
                    "{\"long\":123456789012345678901234567890.000000000000000000001,\"exp\":1E400,\"zero\":-0.0}",
                    "{\"esc\":\"\\u00e9\\/\\ud83d\\ude00\\n\",\"raw\":\"é漢😀\"}",
                    "{\"lone\":\"\\ud800\",\"nul\":\"\\u0000\"}",
                    "{\"é漢😀\":{\"é\":\"}\"}}",
                    "{\"\":{\"\":[[[{}]]]},\"__proto__\":null}"
                })
        void shouldBeKept(String data) {
            // when
            var fields = fields("{\"före\":\"漢😀\", \"tenant_id\":\"t\" ,\"data\" : " + data + " , \"after\":\"é\"}  ");

            // then
            assertThat(fields.data()).contains(inline(data));
            assertThat(fields.problems()).isEmpty();
        }

        @Test
        void shouldBeKeptOfALargeNumberAndALargeDocument() {
            // given
            var data = "{\"n\":" + "9".repeat(50_000) + ",\"s\":\"" + "漢".repeat(300_000) + "\"}";

            // when
            var fields = fields("{\"tenant_id\":\"t\",\"data\":" + data + "}");

            // then
            assertThat(fields.data()).contains(inline(data));
        }

        @Test
        void shouldBeKeptOfADocumentWithManyNames() {
            // given
            var data = new StringBuilder("{\"first\":0");
            for (var i = 0; i < 20_000; i++) {
                data.append(",\"name-").append(i).append("\":").append(i);
            }
            data.append('}');

            // when
            var fields = fields("{\"tenant_id\":\"t\",\"data\":" + data + "}");

            // then
            assertThat(fields.data()).contains(inline(data.toString()));
        }
    }

    @Nested
    class Problems {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{} | tenant_id is required, data is required",
                    "{\"tenant_id\":null,\"data\":null} | tenant_id is required, data is required",
                    "{\"tenant_id\":\"\",\"data\":{}} | tenant_id is required",
                    "{\"tenant_id\":\"a b\",\"data\":{}} | tenant_id is invalid",
                    "{\"tenant_id\":7,\"data\":{}} | tenant_id must be a string",
                    "{\"tenant_id\":{\"a\":[]},\"data\":{}} | tenant_id must be a string",
                    "{\"tenant_id\":\"t\",\"data\":[]} | data must be a valid JSON object",
                    "{\"tenant_id\":\"t\",\"data\":\"x\"} | data must be a valid JSON object",
                    "{\"tenant_id\":\"t\",\"data\":{},\"id\":\"a\\nb\"} | id is invalid",
                    "{\"tenant_id\":\"t\",\"data\":{},\"id\":\"\\ud800\"} | id must be valid Unicode",
                    "{\"tenant_id\":\"t\",\"data\":{},\"destination_id\":\"a/b\"} | destination_id is invalid",
                    "{\"tenant_id\":\"t\",\"data\":{},\"topic\":[1]} | topic must be a string",
                    "{\"tenant_id\":\"t\",\"data\":{},\"metadata\":[]} | metadata must be an object",
                    "{\"tenant_id\":\"t\",\"data\":{},\"metadata\":{\"a\":1,\"b\":null,\"c\":{}}}"
                            + " | metadata.a must be a string, metadata.b must be a string, metadata.c must be a string",
                    "{\"tenant_id\":\"t\",\"data\":{},\"metadata\":{\"a\":\"\\udc00\"}} | metadata.a must be valid Unicode",
                    "{\"tenant_id\":\"t\",\"data\":{},\"eligible_for_retry\":\"yes\"} | eligible_for_retry must be a boolean",
                    "{\"tenant_id\":\"t\",\"data\":{},\"time\":\"\"} | time must be an RFC 3339 date and time",
                    "{\"tenant_id\":\"t\",\"data\":{},\"time\":\"2026-02-30T00:00:00Z\"}"
                            + " | time must be an RFC 3339 date and time",
                    "{\"tenant_id\":\"t\",\"data\":{},\"time\":\"2026-01-01T00:00Z\"}"
                            + " | time must be an RFC 3339 date and time",
                    "{\"tenant_id\":\"t\",\"data\":{},\"time\":\"2026-01-01 00:00:00Z\"}"
                            + " | time must be an RFC 3339 date and time",
                    "{\"tenant_id\":\"t\",\"data\":{},\"time\":1735689600} | time must be a string"
                })
        void shouldAllBeNamed(String body, String problems) {
            assertThat(String.join(", ", fields(body).problems())).isEqualTo(problems);
        }
    }

    @Nested
    class WhatIsNotJson {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "[]",
                    "\"a\"",
                    "1",
                    "{",
                    "{\"a\"",
                    "{\"a\":}",
                    "{\"a\":1",
                    "{\"a\":1,}",
                    "{,}",
                    "{\"a\" 1}",
                    "{a:1}",
                    "{'a':1}",
                    "{\"a\":'x'}",
                    "{\"a\":01}",
                    "{\"a\":+1}",
                    "{\"a\":.5}",
                    "{\"a\":1.}",
                    "{\"a\":1e}",
                    "{\"a\":-}",
                    "{\"a\":0x1}",
                    "{\"a\":NaN}",
                    "{\"a\":Infinity}",
                    "{\"a\":tru}",
                    "{\"a\":TRUE}",
                    "{\"a\":[1,]}",
                    "{\"a\":[1 2]}",
                    "{\"a\":[}",
                    "{\"a\":]}",
                    "{\"a\":\"\t\"}",
                    "{\"a\":\"\\x\"}",
                    "{\"a\":\"\\u12\"}",
                    "{\"a\":\"\\\"}",
                    "{\"a\":\"x}",
                    "{\"a\":1}}",
                    "{\"a\":1}{",
                    "{\"a\":1} x",
                    "{\"a\":1}{\"b\":2}",
                    "{\"a\":1/*x*/}",
                    "{\"a\":1}//x",
                    "{\"a\":1}#x",
                    "{\"a\":1,\"a\":1}",
                    "{\"data\":{\"a\":1,\"a\":2}}",
                    "{\"data\":{\"a\":[{\"b\":1,\"\\u0062\":2}]}}",
                    "{\"tenant_id\":\"a\",\"tenant_id\":\"b\"}",
                    "\uFEFF{}",
                    "{\"a\":\"\0\"}",
                    "{\0}",
                    "{}\f",
                    "{}\u00a0"
                })
        void shouldBeRefused(String body) {
            assertThat(PublishBody.read(utf8(body)))
                    .isInstanceOfSatisfying(
                            Broken.class, broken -> assertThat(broken.cause()).isEqualTo("invalid_json"));
        }

        @Test
        void shouldBeRefusedWhereItIsNotUtf8() {
            var broken = List.of(
                    new byte[] {'{', (byte) 0xFF, '}'},
                    new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                    new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                    new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xE9, '"', '}'},
                    new byte[] {'{', '}', (byte) 0xE6},
                    "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
            assertThat(broken)
                    .allSatisfy(body -> assertThat(PublishBody.read(body))
                            .isInstanceOfSatisfying(
                                    Broken.class,
                                    result -> assertThat(result.cause()).isEqualTo("invalid_utf8")));
        }

        @Test
        void shouldBeRefusedAsUtf16WithoutAMark() {
            assertThat(PublishBody.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                    .isInstanceOf(Broken.class);
            assertThat(PublishBody.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)))
                    .isInstanceOf(Broken.class);
        }

        @Test
        void shouldBeRefusedWhereItIsTooDeep() {
            assertThat(PublishBody.read(utf8("{\"data\":" + "{\"a\":".repeat(100_000))))
                    .isInstanceOf(Broken.class);
            assertThat(PublishBody.read(utf8(nested(Data.MAX_LEVELS - 1)))).isInstanceOf(Fields.class);
            assertThat(PublishBody.read(utf8(nested(Data.MAX_LEVELS)))).isInstanceOf(Broken.class);
        }

        private String nested(int levels) {
            return "{\"data\":" + "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels);
        }

        @Test
        void shouldBeRefusedAtEveryTruncation() {
            // given
            var body = utf8("{\"tenant_id\":\"t\",\"data\":{\"é\":[1,2.5e3,true,null,\"\\u00e9\"]}}");

            // then
            for (var length = 0; length < body.length; length++) {
                assertThat(PublishBody.read(Arrays.copyOf(body, length))).isInstanceOf(Broken.class);
            }
        }
    }

    @Nested
    class ABatch {

        @Test
        void shouldBeCutIntoExactBytes() {
            // given
            var body = " {\"before\":[1], \"events\" : [ {\"data\" : {\"é\":1}} ,{}, 17 ,\"x\",null,[1, 2] ] } ";

            // when
            var batch = PublishBody.batch(utf8(body));

            // then
            assertThat(batch)
                    .isInstanceOfSatisfying(
                            Items.class,
                            items -> assertThat(items.bodies())
                                    .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                    .containsExactly("{\"data\" : {\"é\":1}}", "{}", "17", "\"x\"", "null", "[1, 2]"));
        }

        @Test
        void shouldLeaveRepeatedKeysToTheItemThatHasThem() {
            // when
            var batch = PublishBody.batch(utf8("{\"events\":[{\"a\":1,\"a\":2},{\"a\":1}]}"));

            // then
            assertThat(batch).isInstanceOfSatisfying(Items.class, items -> {
                assertThat(PublishBody.read(items.bodies().getFirst())).isInstanceOf(Broken.class);
                assertThat(PublishBody.read(items.bodies().getLast())).isInstanceOf(Fields.class);
            });
        }

        @Test
        void shouldTakeItemsAsDeepAsABodyAlone() {
            // given
            var levels = Data.MAX_LEVELS - 1;
            var deep = "{\"data\":{\"a\":%s7%s}}".formatted("[".repeat(levels - 1), "]".repeat(levels - 1));

            // when
            var batch = PublishBody.batch(utf8("{\"events\":[" + deep + "]}"));

            // then
            assertThat(batch)
                    .isInstanceOfSatisfying(
                            Items.class,
                            items -> assertThat(PublishBody.read(items.bodies().getFirst()))
                                    .isInstanceOf(Fields.class));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{} | events is required",
                    "{\"events\":null} | events is required",
                    "{\"events\":{\"a\":[1]}} | events must be an array"
                })
        void shouldSayWhatIsMissing(String body, String problem) {
            assertThat(PublishBody.batch(utf8(body))).isEqualTo(new NoItems(problem));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "{\"events\":[}",
                    "{\"events\":[]",
                    "{\"events\":[]} x",
                    "{\"events\":[],\"events\":[]}"
                })
        void shouldBeRefusedWhereItIsNotJson(String body) {
            assertThat(PublishBody.batch(utf8(body))).isInstanceOf(Broken.class);
        }
    }

    private static Fields fields(String body) {
        var read = PublishBody.read(utf8(body));
        assertThat(read).isInstanceOf(Fields.class);
        return (Fields) read;
    }

    private static Data.Inline inline(String text) {
        return new Data.Inline(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
