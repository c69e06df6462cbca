package io.spillway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.Data;
import io.spillway.domain.EventId;
import io.spillway.domain.TenantId;
import io.spillway.wire.PublishBody.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {

    private static final String DATA = "{ \"n\" : 1.50 , \"é\":\"\\u00e9\" }";
    private static final String CONTEXT =
            "\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/shop\",\"type\":\"order.paid\",\"tenantid\":\"acme\"";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Fields structured(String json) {
        assertThat(CloudEvents.structured(utf8(json))).isInstanceOf(Fields.class);
        return (Fields) CloudEvents.structured(utf8(json));
    }

    @Nested
    class Structured {

        @Test
        void shouldBecomeAPublishBodyWithTheExactData() {
            // when
            var fields = structured("{" + CONTEXT
                    + ",\"subject\":\"o-17\",\"time\":\"2026-01-02T03:04:05.678+01:00\",\"dataschema\":null,"
                    + "\"datacontenttype\":\"application/json\",\"sampled\":true,\"data\": " + DATA + " }");

            // then
            assertThat(fields)
                    .isEqualTo(new Fields(
                            Optional.of(new TenantId("acme")),
                            Optional.of(new EventId("e1")),
                            Optional.of("order.paid"),
                            Optional.of(Instant.parse("2026-01-02T02:04:05.678Z")),
                            Map.of("source", "/shop", "subject", "o-17"),
                            Optional.of(new Data.Inline(utf8(DATA))),
                            true,
                            Optional.empty(),
                            List.of()));
            assertThat(fields.problems()).isEmpty();
        }

        @Test
        void shouldTakeDataInBase64() {
            // when
            var fields = structured(
                    "{" + CONTEXT + ",\"data_base64\":\"" + Base64.getEncoder().encodeToString(utf8(DATA)) + "\"}");

            // then
            assertThat(fields.data()).contains(new Data.Inline(utf8(DATA)));
            assertThat(fields.problems()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"data\":{}} | tenant_id is required, as the extension attribute tenantid; specversion is required; id is required; source is required; type is required",
                    "{CONTEXT} | data is required",
                    "{CONTEXT,\"data\":[1]} | data must be a valid JSON object",
                    "{CONTEXT,\"data\":{},\"time\":\"now\"} | time must be an RFC 3339 date and time",
                    "{CONTEXT,\"data\":{},\"datacontenttype\":\"text/xml\"} | datacontenttype must be application/json",
                    "{CONTEXT,\"data_base64\":\"%\"} | data is required; data_base64 must be Base64",
                    "{CONTEXT,\"data_base64\":\"WzFd\"} | data must be a valid JSON object",
                    "{CONTEXT,\"data\":{},\"data_base64\":\"e30=\"} | data must not be given beside data_base64",
                    "{CONTEXT,\"data\":{},\"subject\":\"\\ud800\"} | subject must be valid Unicode",
                })
        void shouldNameEveryProblem(String json, String problems) {
            // when
            var found = structured(json.replace("CONTEXT", CONTEXT)).problems();

            // then
            assertThat(found).containsExactlyInAnyOrder(problems.split("; "));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "\"id\":7 | id must be a string",
                    "\"source\":{} | source must be a string",
                    "\"any\":[1] | any must be a string",
                })
        void shouldTellOtherTypesApart(String attribute, String problem) {
            // when
            var fields = structured("{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"s\",\"type\":\"t\","
                            .replaceFirst(attribute.substring(0, attribute.indexOf(':')) + ":\"[^\"]*\",", "")
                    + "\"tenantid\":\"a\",\"data\":{}," + attribute + "}");

            // then
            assertThat(fields.problems()).contains(problem);
            assertThat(fields.mistyped()).isTrue();
        }

        @Test
        void shouldRefuseAnotherVersion() {
            assertThat(structured("{" + CONTEXT.replace("1.0", "0.3") + ",\"data\":{}}")
                            .problems())
                    .containsExactly("specversion must be 1.0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "{", "{\"id\":\"a\",\"id\":\"a\"}", "{} {}", "7"})
        void shouldBeJson(String json) {
            assertThat(CloudEvents.structured(utf8(json))).isInstanceOf(PublishBody.Broken.class);
        }

        @Test
        void shouldHoldDataThatIsJson() {
            assertThat(CloudEvents.structured(utf8("{" + CONTEXT + ",\"data_base64\":\"e30gfQ==\"}")))
                    .isEqualTo(new PublishBody.Broken(
                            "invalid_json", "data_base64: Unexpected close marker '}': no open Object to close"));
        }
    }

    @Nested
    class Batched {

        @Test
        void shouldBeCutIntoItsEvents() {
            // when
            var batch = CloudEvents.batch(utf8(" [ {\"a\" : 1} , 7 , {\"a\":1,\"a\":1} ] "));

            // then
            assertThat(((PublishBody.Items) batch).bodies())
                    .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .containsExactly("{\"a\" : 1}", "7", "{\"a\":1,\"a\":1}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "[", "[1,]", "[] []"})
        void shouldBeAnArray(String json) {
            assertThat(CloudEvents.batch(utf8(json))).isInstanceOf(PublishBody.Broken.class);
        }
    }

    @Nested
    class Binary {

        private static final Map<String, String> CONTEXT = Map.of(
                "specversion", "1.0",
                "id", "e1",
                "source", "/shop",
                "type", "order.paid",
                "tenantid", "acme",
                "datacontenttype", "application/json; charset=utf-8");

        @Test
        void shouldKeepTheWholeBody() {
            // when
            var fields = (Fields) CloudEvents.binary(CONTEXT, utf8("\n" + DATA + " "));

            // then
            assertThat(fields.problems()).isEmpty();
            assertThat(fields.topic()).contains("order.paid");
            assertThat(fields.metadata()).isEqualTo(Map.of("source", "/shop"));
            assertThat(fields.data()).contains(new Data.Inline(utf8("\n" + DATA + " ")));
        }

        @Test
        void shouldMissABodyThatIsEmpty() {
            assertThat(((Fields) CloudEvents.binary(CONTEXT, new byte[0])).problems())
                    .containsExactly("data is required");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "{\"a\":1,\"a\":1}", "nonsense"})
        void shouldRefuseABodyThatIsNoJson(String body) {
            assertThat(CloudEvents.binary(CONTEXT, utf8(body))).isInstanceOf(PublishBody.Broken.class);
        }
    }
}
