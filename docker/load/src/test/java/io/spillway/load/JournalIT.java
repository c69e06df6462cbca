package io.spillway.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalIT {

    @Test
    void shouldReadBackWhatItWrote(@TempDir Path folder) throws IOException {
        // given
        var journal = new Journal(
                new Workload("r1", 2, 10, 512),
                1,
                100,
                200,
                List.of(new Sent(90, 95, 202, 10), new Sent(110, 0, 0, -1)));
        var file = folder.resolve("journal");

        // when
        journal.write(file);

        // then
        assertThat(Journal.read(file)).isEqualTo(journal);
    }
}
