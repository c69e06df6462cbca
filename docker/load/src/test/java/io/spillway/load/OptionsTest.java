package io.spillway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final Set<String> KNOWN = Set.of("rate", "url");

    @Test
    void shouldReadPairs() {
        // when
        var options = Options.of(KNOWN, "--rate", "200", "--url", "http://a");

        // then
        assertThat(options.number("rate", 0)).isEqualTo(200);
        assertThat(options.seconds("rate", 0)).isEqualTo(Duration.ofSeconds(200));
        assertThat(options.required("url")).isEqualTo("http://a");
    }

    @Test
    void shouldNameWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.of(KNOWN, "--ratio", "1"))
                .hasMessageContaining("--ratio")
                .hasMessageContaining("--url");
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> Options.of(KNOWN, "--rate")).hasMessageContaining("--rate lacks its value");
        assertThatThrownBy(() -> Options.of(KNOWN).required("url")).hasMessageContaining("--url is needed");
    }
}
