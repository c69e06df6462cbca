package io.spillway.load.bench;

import io.spillway.load.check.Latency;
import io.spillway.load.plot.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Percentiles of the time from the publish call to the receiver, over the events offered each second. */
final class LatencyPlot {

    private LatencyPlot() {}

    /** @param results those of fixed rates are shown */
    static void write(List<Result> results, Path svg) throws IOException {
        var fixed = results.stream()
                .filter(result -> result.scenario().rate() > 0)
                .sorted(Comparator.comparing(result -> result.scenario().rate()))
                .toList();
        if (fixed.isEmpty()) {
            throw new IllegalArgumentException("a plot of latencies needs scenarios of fixed rates, as at-100,at-200");
        }
        var rates =
                fixed.stream().map(result -> (double) result.scenario().rate()).toList();
        new Plot("From the publish call to the receiver", "events offered each second", "ms")
                .logarithmic()
                .points("p50", rates, latencies(fixed, Latency::p50))
                .points("p95", rates, latencies(fixed, Latency::p95))
                .points("p99", rates, latencies(fixed, Latency::p99))
                .write(svg);
    }

    private static List<Double> latencies(List<Result> results, ToDoubleFunction<Latency> percentile) {
        return results.stream()
                .map(result -> percentile.applyAsDouble(result.findings().deliver()))
                .toList();
    }
}
