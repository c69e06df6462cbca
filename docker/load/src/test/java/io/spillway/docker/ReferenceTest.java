package io.spillway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    @Test
    void shouldNameEachSettingOnce() throws IOException {
        assertThat(Reference.read().names()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void shouldHoldNothingButSettingsAndWordsAboutThem() throws IOException {
        assertThat(Reference.read().lines())
                .allMatch(line -> line.isEmpty() || line.startsWith("# ") || line.matches("#[A-Z][A-Z0-9_]*=.*"));
    }
}
