package io.spillway.load.faults;

import io.spillway.load.Arrival;
import io.spillway.load.cluster.Incident;
import io.spillway.load.plot.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How many requests arrived in each second, and what was done meanwhile.
 *
 * @param perSecond from the second of the first arrival on
 * @param from the beginning of that second, in seconds since 1970
 */
record Throughput(List<Double> perSecond, long from, List<Incident> incidents) {

    private static final long NANOS = 1_000_000_000;
    private static final double LABELS_AT = 1.05;

    static Throughput of(Observed observed, Collection<Incident> incidents) {
        var counts = observed.arrivals().stream()
                .collect(Collectors.groupingBy(arrival -> second(arrival.at()), Collectors.counting()));
        long from = observed.arrivals().stream().mapToLong(Arrival::at).min().orElse(0) / NANOS;
        long to = observed.arrivals().stream().mapToLong(Arrival::at).max().orElse(0) / NANOS;
        var perSecond = IntStream.rangeClosed(0, (int) (to - from))
                .mapToObj(second -> counts.getOrDefault(from + second, 0L).doubleValue())
                .toList();
        return new Throughput(perSecond, from, List.copyOf(incidents));
    }

    void write(String title, Path svg) throws IOException {
        var seconds =
                IntStream.range(0, perSecond.size()).mapToObj(Double::valueOf).toList();
        double most = perSecond.stream().flatMapToDouble(DoubleStream::of).max().orElse(1);
        var plot = new Plot(title, "seconds", "requests at the receiver each second")
                .line("requests/s", seconds, perSecond);
        incidents.forEach(incident ->
                plot.mark(incident.what(), (incident.at() - from * NANOS) / (double) NANOS, most * LABELS_AT));
        plot.write(svg);
    }

    private static long second(long nanos) {
        return nanos / NANOS;
    }
}
