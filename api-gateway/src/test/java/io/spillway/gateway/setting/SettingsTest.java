package io.spillway.gateway.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.gateway.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SettingsTest {

    /** Cannot be written so many times. */
    private static final class Failing implements Settings {
        private final List<String> stored = new ArrayList<>();
        private int failures;

        private Failing(int failures) {
            this.failures = failures;
        }

        @Override
        public <T> Map<String, T> table(String prefix, Function<byte[], T> read) {
            return Map.of();
        }

        @Override
        public boolean complete() {
            return true;
        }

        @Override
        public void put(String name, byte[] value) {
            if (failures-- > 0) {
                throw ApiException.unavailable("the broker is busy");
            }
            stored.add(name);
        }

        @Override
        public void remove(String name) {
            stored.remove(name);
        }
    }

    @Test
    void shouldInsistUntilItIsStored() {
        // given
        var settings = new Failing(2);

        // when
        settings.insist("node.a", new byte[0]);

        // then
        assertThat(settings.stored).containsExactly("node.a");
    }

    @Test
    void shouldNotInsistOnceItIsInterrupted() {
        // given
        var settings = new Failing(Integer.MAX_VALUE);

        // when
        Thread.currentThread().interrupt();

        // then
        assertThatIllegalStateException().isThrownBy(() -> settings.insist("node.a", new byte[0]));
        assertThat(Thread.interrupted()).isTrue();
    }
}
