package io.spillway.load.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void shouldTellTheShareThatOthersGot() {
        // given
        var before = ProcessorTime.of("cpu  100 0 50 800 10 0 0 40 7 0");
        var after = ProcessorTime.of("cpu  150 0 60 820 10 0 0 60 9 0");

        // when
        var stolen = after.stolenSince(before);

        // then
        assertThat(stolen).isEqualTo(0.2);
    }

    @Test
    void shouldTellNoShareOfNoTime() {
        // given
        var time = new ProcessorTime(0, 0);

        // then
        assertThat(time.stolenSince(time)).isZero();
    }
}
