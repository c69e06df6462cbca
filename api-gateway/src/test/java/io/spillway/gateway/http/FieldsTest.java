package io.spillway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private static Fields fields(String json) {
        return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[1, 2]", "\"x\\\"ä\"", "-1.50e+3", "true"})
    void shouldKeepTheBytesOfAField(String value) {
        // given
        var fields = fields("{ \"ä\" : [{}], \"f\" : " + value + " , \"g\":0}");
        // when / then
        assertThat(fields.bytes("f"))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(value.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"m\":1}", "{\"m\":\"x\"}", "{\"m\":[]}"})
    void shouldRefuseAMapThatIsNone(String json) {
        // when / then
        assertThatThrownBy(() -> fields(json).texts("m")).isInstanceOf(ApiException.class);
    }

    @Test
    void shouldMakeTextOfOtherValues() {
        // when / then
        assertThat(fields("{\"m\":{\"a\":1.50,\"b\":true,\"c\":null,\"d\":{\"x\":[1, 2]},\"e\":12345678901234567890}}")
                        .texts("m"))
                .isEqualTo(
                        Map.of("a", "1.50", "b", "true", "c", "", "d", "{\"x\":[1,2]}", "e", "12345678901234567890"));
    }

    @Test
    void shouldMerge() {
        // given
        var before = Map.of("a", "1", "b", "2");
        // when / then
        assertThat(fields("{}").mergedInto(before, "m")).isEqualTo(before);
        assertThat(fields("{\"m\":{}}").mergedInto(before, "m")).isEqualTo(before);
        assertThat(fields("{\"m\":null}").mergedInto(before, "m")).isEmpty();
        assertThat(fields("{\"m\":{\"a\":null,\"b\":3,\"c\":\"\"}}").mergedInto(before, "m"))
                .isEqualTo(Map.of("b", "3", "c", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999999999999", "0.4e-006999999999999999999999"})
    void shouldRefuseANumberThatIsBeyondReadingWhereItIsRead(String number) {
        // given
        var fields = fields("{\"f\":" + number + "}");
        // when / then
        assertThat(fields.bytes("f")).hasValue(number.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> fields.value("f")).isInstanceOf(ApiException.class);
    }

    @Test
    void shouldRefuseOtherEncodings() {
        // when / then
        assertThatThrownBy(() -> Fields.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(ApiException.class);
    }
}
