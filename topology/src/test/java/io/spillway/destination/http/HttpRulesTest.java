package io.spillway.destination.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRulesTest {

    @Test
    void shouldBeStrictUnlessTold() {
        assertThat(HttpRules.from(Map.of())).isEqualTo(HttpRules.STRICT);
    }

    @Test
    void shouldReadWhatCountsAsSuccess() {
        // when
        var success = HttpRules.from(Map.of("DESTINATIONS_WEBHOOK_SUCCESS_STATUS", " 200-202, 304"))
                .success();

        // then
        assertThat(IntStream.range(100, 600).filter(success::isSuccess)).containsExactly(200, 201, 202, 304);
    }

    @Test
    void shouldNotShowThePasswordOfAProxy() {
        // when
        var rules = HttpRules.from(Map.of("DESTINATIONS_WEBHOOK_PROXY_URL", "http://u:dontshowme@proxy.example:3128"));

        // then
        assertThat(rules.proxy()).isPresent();
        assertThat(rules.toString()).contains("proxy.example:3128").doesNotContain("dontshowme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            HTTP2 maybe
            FOLLOW_REDIRECTS 2
            SUCCESS_STATUS 2xx
            SUCCESS_STATUS 299-200
            SUCCESS_STATUS 100-299
            SUCCESS_STATUS 200,
            PROXY_URL proxy:3128
            PROXY_URL https://u:dontshowme@proxy:3128
            PROXY_URL socks5://proxy:3128""")
    void shouldNameTheSettingThatItCannotRead(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpRules.from(Map.of("DESTINATIONS_WEBHOOK_" + name, value)))
                .withMessageStartingWith("DESTINATIONS_WEBHOOK_" + name + ": ")
                .withMessageNotContaining("dontshowme");
    }
}
