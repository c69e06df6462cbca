package io.spillway.stream.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stream.filter.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedDataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } \t\r\n",
                "{\"\":{\"\":[]}}",
                "{\"a\":-0,\"b\":0e1,\"c\":1E+2,\"d\":1.5e-3}",
                "{\"a\":\"\\u0000\\uD834\\uDD1E\\\"\\\\\\/\\b\\f\\n\\r\\t\u007f\u2028\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1e9999999999,\"b\":1e-99999999999999999999999999}",
                "{\"a\":\"\ufffd\"}",
                "{\"a\":{\"b\":1},\"b\":1}"
            })
    void shouldTakeAnyJsonObject(String data) {
        assertThat(check(data)).isInstanceOf(JsonObject.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"a\"", "1", "true", "null"})
    void shouldRefuseWhatIsNoObject(String data) {
        assertThat(check(data)).isEqualTo(new Refusal("", "Data must be a JSON object."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // numbers
                "-",
                "+1",
                "01",
                "-01",
                "00.0",
                "-00e0",
                "1.",
                "-2.",
                ".5",
                "-.5",
                "1.e1",
                "0.e1",
                "0e",
                "0e+",
                "0E-",
                "1e",
                "1eE2",
                "1.0e",
                "1.0e+",
                "0.3e",
                "0.1.2",
                "1_000",
                "1 000",
                "0x42",
                "0x",
                "1ea",
                "1a",
                "1e1e1",
                "--1",
                "-a",
                "++1",
                "-1x",
                "2.e3",
                "9.e+",
                "1-2",
                "1e1.5",
                "NaN",
                "nan",
                "-NaN",
                "Infinity",
                "-Infinity",
                "Inf",
                "\uff11",
                "1L",
                "1f",
                "1d",
                "- 1",
                "0b1",
                "1,5",
                // words
                "True",
                "TRUE",
                "tru",
                "truee",
                "fals",
                "nul",
                "nulll",
                "undefined",
                "nil",
                "a",
                "\u00e9",
                // strings
                "'a'",
                "\"",
                "\"a",
                "\"\\\"",
                "\"\\",
                "\"\\x00\"",
                "\"\\a\"",
                "\"\\u\"",
                "\"\\u0\"",
                "\"\\u00\"",
                "\"\\u00A\"",
                "\"\\u00G0\"",
                "\"\\uD800\\u\"",
                "\"\\uD800\\u1x\"",
                "\"\\\"x",
                "\"\t\"",
                "\"\n\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "\"a\"\"",
                "\"\\'\"",
                "\"\\0\"",
                "\"\\101\"",
                "\"\\U0041\"",
                "\"\\\u00e9\"",
                "\\u0020\"a\"",
                "\"a\" \"b\"",
                // arrays
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[,]",
                "[1,,2]",
                "[1 2]",
                "[1;2]",
                "[1:2]",
                "[1}",
                "[1]]",
                "[[1]",
                "[\"a\",\n4\n,1,",
                "[*]",
                "[a",
                "[1 true]",
                "[-]",
                "(1)",
                "[\"\u000b\"]",
                "[\u000c]",
                "[3[4]]",
                "[\u00a0]",
                "[1,\n1\n,1",
                // objects
                "{",
                "}",
                "{\"a\"",
                "{\"a\"}",
                "{\"a\":",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\":1,,\"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{\"a\",1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1;\"b\":2}",
                "{\"a\":1]",
                "{\"a\":\"b\"}}",
                "{\"a\":/*x*/1}",
                "{\"a\":1}//x",
                "{\"a\":1}#",
                "{[1]:1}",
                "{\"a\":1 ...}",
                "{\"a\":\"a\" 1}",
                "{\"x\"::\"b\"}",
                "{9999E9999:1}",
                // between and around
                "",
                " ",
                "\u2060",
                "\ufeff1",
                "<null>",
                "<.>",
                "*",
                "1 1",
                "1,",
                ",1",
                "1 // x",
                "1 /* x */",
                "#1",
                "\u000c1",
                "\u00851",
                "1\u0000"
            })
    void shouldRefuseWhatIsNotJsonAsAValueAndAsTheWhole(String text) {
        assertThat(check("{\"v\":" + text + "}")).as("as a value").isInstanceOf(Refusal.class);
        assertThat(check(text)).as("as the whole").isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}{}",
                "{} {}",
                "{} x",
                "{},",
                "{}]",
                "{}}",
                "{}\"\"",
                "{}\u0000",
                "{}\ufeff",
                "\ufeff{}",
                "{} null",
                "{}#"
            })
    void shouldRefuseTextAroundTheObject(String text) {
        assertThat(check(text)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "80",
                "bf",
                "c3",
                "e9",
                "c0af",
                "c080",
                "e0809f",
                "f08080af",
                "eda080",
                "edbfbf",
                "eda0bdedb880",
                "f4908080",
                "f888808080",
                "fc8480808080",
                "e282",
                "f09f98",
                "feff",
                "c328"
            })
    void shouldRefuseBytesThatAreNotUtf8(String hex) {
        // given
        var bytes = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        // when
        var checked = CheckedData.of(bytes);

        // then
        assertThat(checked).isInstanceOf(Refusal.class);
    }

    @Test
    void shouldRefuseOtherEncodings() {
        assertThat(CheckedData.of("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(Refusal.class);
        assertThat(CheckedData.of("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(Refusal.class);
        assertThat(CheckedData.of("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(Refusal.class);
        assertThat(CheckedData.of("{\"a\":1}".getBytes(StandardCharsets.UTF_32)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void shouldPointToARepeatedKey() {
        // given
        var data = "{\"a\":[{\"b\":{}},{\"c\":1,\"d\":{\"x\":1},\"\\u0063\":2}]}";

        // when
        var checked = check(data);

        // then
        assertThat(checked)
                .isEqualTo(new Refusal("/a/1/c", "A key is allowed once in an object; this one is repeated."));
    }

    @Test
    void shouldSayWhereTheTextCeasesToBeJson() {
        // when
        var checked = check("{\n  \"a\": [1, x]\n}");

        // then
        assertThat(checked).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.pointer()).isEqualTo("/a/1");
            assertThat(refusal.reason()).contains("line 2, column 12");
        });
    }

    @Test
    void shouldTake512LevelsAndRefuseOneMore() {
        // given: the object and 511 arrays
        var fits = "{\"a\":" + "[".repeat(511) + "]".repeat(511) + "}";

        // when
        var checked = check(fits);
        var deeper = check(fits.replace("[]", "[[]]"));

        // then
        assertThat(checked).isInstanceOf(JsonObject.class);
        assertThat(deeper).isEqualTo(new Refusal("/a" + "/0".repeat(511), "At most 512 levels are allowed."));
    }

    @Test
    void shouldKeepValuesExactly() {
        // given
        var data = "{\"b\":[1,-2.50,1e3,\"\\u00e9\\ud83d\\ude00\",null,true,false],\"a\":{}}";

        // when
        var checked = check(data);

        // then
        assertThat(((JsonObject) checked).json())
                .isEqualTo("{\"b\":[1,-2.5,1000,\"\\u00E9\\uD83D\\uDE00\",null,true,false],\"a\":{}}");
    }

    private static CheckedData check(String data) {
        return CheckedData.of(data.getBytes(StandardCharsets.UTF_8));
    }
}
