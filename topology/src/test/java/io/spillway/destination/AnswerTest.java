package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void shouldBlankOutACredentialThatHoldsAnother() {
        // given
        var credentials = new LinkedHashMap<String, String>();
        credentials.put("key", "abcd");
        credentials.put("secret", "abcd-dontshowme");

        // when
        var refused = Answer.refused(
                "no", "refused", Map.of("error", "got abcd-dontshowme"), new Settings(Map.of(), credentials, Map.of()));

        // then
        assertThat(refused.response().orElseThrow().data()).isEqualTo("{\"error\":\"got ***\"}");
    }
}
