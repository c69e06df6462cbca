package io.spillway.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.gateway.http.ApiException;
import io.spillway.stream.query.Scan;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final Scan.Position PLACE =
            new Scan.Position(Instant.parse("2026-03-01T01:02:03.004Z"), "acme\0evt-ä/1");

    @Test
    void shouldReadWhatItWrote() {
        // given
        var cursor = new Cursor(Listing.EVENTS, PLACE);
        // when
        var read = Cursor.parse(Listing.EVENTS, cursor.text());
        // then
        assertThat(read).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void shouldRefuseTheCursorOfAnotherList() {
        // given
        var text = new Cursor(Listing.EVENTS, PLACE).text();
        // when / then
        assertThatThrownBy(() -> Cursor.parse(Listing.ATTEMPTS, text)).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "ZXZ0djAx", "ZXZ0djAxOg", "ZXZ0djAxOgAAAAAAAAA", "äöü", "a b"})
    void shouldRefuseWhatItNeverWrote(String text) {
        // when / then
        assertThatThrownBy(() -> Cursor.parse(Listing.EVENTS, text))
                .isInstanceOf(ApiException.class)
                .hasMessage("invalid cursor");
    }
}
