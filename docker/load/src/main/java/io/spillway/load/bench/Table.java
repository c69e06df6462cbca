package io.spillway.load.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results in Markdown, so that they can be kept as they are. */
final class Table {

    private static final List<String> HEAD = List.of(
            "scenario",
            "acks/s",
            "deliveries/s",
            "backlog s",
            "ack p50 / p99 ms",
            "to receiver p50 / p95 / p99 / p99.9 ms",
            "node CPU s",
            "tools CPU s",
            "stolen %",
            "node RSS MiB",
            "unnamed",
            "lost",
            "duplicates");

    private Table() {}

    static String of(List<Result> results) {
        return line(HEAD)
                + line(HEAD.stream().map(name -> "---").toList())
                + results.stream().map(Table::row).map(Table::line).collect(Collectors.joining());
    }

    private static List<String> row(Result result) {
        var found = result.findings();
        return List.of(
                result.scenario().name(),
                text("%.0f", found.acksPerSecond()),
                text("%.0f", found.deliveriesPerSecond()),
                text("%.1f", found.backlog().toMillis() / 1e3),
                text(
                        "%.1f / %.1f",
                        found.acknowledge().p50(), found.acknowledge().p99()),
                text(
                        "%.1f / %.1f / %.1f / %.1f",
                        found.deliver().p50(),
                        found.deliver().p95(),
                        found.deliver().p99(),
                        found.deliver().p999()),
                text("%.1f", result.used().cpuSeconds()),
                text("%.1f", result.tools()),
                text("%.1f", 100 * result.stolen()),
                text("%d", result.used().residentMebibytes()),
                text("%d", found.unnamed()),
                text("%d", found.lost()),
                text("%d", found.duplicates()));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
