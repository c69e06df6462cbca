package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void shouldFindRowsByTheirIds() {
        assertThat(Rows.named("R10,R01")).extracting(Row::id).containsExactly("R10", "R01");
        assertThat(Rows.fast()).isNotEmpty();
    }

    @Test
    void shouldSayWhichRowsThereAre() {
        assertThatThrownBy(() -> Rows.named("R99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("R99 is no row")
                .hasMessageContaining("R01");
    }

    @Test
    void shouldGiveEachRowAnIdOfItsOwn() {
        assertThat(Rows.ALL).extracting(Row::id).doesNotHaveDuplicates();
    }
}
