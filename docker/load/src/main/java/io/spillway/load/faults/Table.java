package io.spillway.load.faults;

import java.util.List;
import java.util.stream.Collectors;

/** The results in Markdown, so that they can be kept as they are. */
final class Table {

    private static final String HEAD = "| row | property | target | measured | |\n|---|---|---|---|---|\n";

    private Table() {}

    static String of(List<Faults.Result> results) {
        return HEAD + results.stream().map(Table::line).collect(Collectors.joining());
    }

    private static String line(Faults.Result result) {
        var row = result.row();
        var measured = switch (result.outcome()) {
            case Outcome.Measured(var figures, var objections) -> cell(figures, objections);
            case Outcome.Skipped(var reason) -> cell("skipped: " + reason, List.of());
            case Outcome.Broken(var reason) -> cell("", List.of(reason));
        };
        var word = result.outcome() instanceof Outcome.Skipped ? "–" : result.good() ? "met" : "**missed**";
        return "| %s | %s | %s | %s | %s |%n".formatted(row.id(), row.property(), row.target(), measured, word);
    }

    private static String cell(String figures, List<String> objections) {
        var text = objections.isEmpty() ? figures : figures + " **" + String.join("; ", objections) + "**";
        return text.replace("|", "/").replaceAll("\\s+", " ").strip();
    }
}
