package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.load.Arrival;
import io.spillway.load.Arrival.Signature;
import io.spillway.load.cluster.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputTest {

    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path folder;

    @Test
    void shouldCountEachSecondAndThoseInWhichNothingCame() {
        assertThat(Throughput.of(arrivals(10 * SECOND, 10 * SECOND + 1, 13 * SECOND), List.of()))
                .isEqualTo(new Throughput(List.of(2.0, 0.0, 0.0, 1.0), 10, List.of()));
    }

    @Test
    void shouldMarkWhatWasDone() throws Exception {
        // given
        var arrived = arrivals(SECOND, 2 * SECOND, 3 * SECOND);
        var killed = List.of(new Incident(2 * SECOND, "worker killed"));

        // then
        assertThat(drawn(Throughput.of(arrived, killed)))
                .startsWith("<?xml")
                .hasSizeGreaterThan(drawn(Throughput.of(arrived, List.of())).length());
    }

    @Test
    void shouldDrawWhereNothingArrived() throws Exception {
        assertThat(drawn(Throughput.of(arrivals(), List.of()))).startsWith("<?xml");
    }

    private String drawn(Throughput throughput) throws IOException {
        var svg = folder.resolve("row.svg");
        throughput.write("a row", svg);
        return Files.readString(svg);
    }

    private static Observed arrivals(long... at) {
        return new Observed(LongStream.of(at)
                .mapToObj(time -> new Arrival(time, "/in", "e", "d", 1, Signature.UNCHECKED, Optional.empty(), 200, 0))
                .toList());
    }
}
