package io.spillway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    @Test
    void shouldReadBackWhatItWrote() {
        // given
        var arrival = new Arrival(
                17, "/in/a/b", "r1-1", "d1", 2, Arrival.Signature.GOOD, Optional.of("c0ffee"), 503, 1_614_265_330);

        // when
        var line = arrival.line();

        // then
        assertThat(line).endsWith("\n");
        assertThat(Arrival.of(line.stripTrailing())).isEqualTo(arrival);
    }

    @Test
    void shouldKeepEmptyFields() {
        // given
        var arrival = new Arrival(17, "/", "", "", 0, Arrival.Signature.UNCHECKED, Optional.empty(), 200, 0);

        // when
        var again = Arrival.of(arrival.line().replace("\n", ""));

        // then
        assertThat(again).isEqualTo(arrival);
    }

    @Test
    void shouldStayOneLineWhateverASenderSends() {
        // given
        var arrival = new Arrival(17, "/a\tb", "c\td", "", 1, Arrival.Signature.BAD, Optional.empty(), 200, 0);

        // when
        var again = Arrival.of(arrival.line().replace("\n", ""));

        // then
        assertThat(again.path()).isEqualTo("/a b");
        assertThat(again.event()).isEqualTo("c d");
    }

    @Test
    void shouldRefuseWhatIsNoLine() {
        assertThatThrownBy(() -> Arrival.of("half a li")).isInstanceOf(IllegalArgumentException.class);
    }
}
