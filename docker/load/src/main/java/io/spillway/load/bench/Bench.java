package io.spillway.load.bench;

import io.spillway.load.Options;
import io.spillway.load.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs scenarios against a node of their own and prints one table and one verdict. */
public final class Bench {

    private static final Set<String> OPTIONS =
            Set.of("server", "scenarios", "seconds", "warm-up", "connections", "tenants", "plot", "keep");

    private Bench() {}

    /**
     * Ends with 1 when a scenario misses its floor, or an event its receiver.
     *
     * @param arguments all optional: {@code --scenarios} by name, parted by commas (see {@link Scenario#ALL}); {@code --seconds}
     *     and {@code --warm-up} of each; {@code --connections}; {@code --tenants}; {@code --server} the command that starts the
     *     node; {@code --plot} an SVG file for the latencies of the scenarios with fixed rates; {@code --keep true} leaves logs, ledger and journals where they are
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var options = Options.of(OPTIONS, arguments);
        var folder = Files.createTempDirectory("spillway-bench");
        boolean good = false;
        try {
            var results = run(options, folder);
            good = print(results);
            if (options.text("plot").isPresent()) {
                LatencyPlot.write(results, Path.of(options.required("plot")));
            }
        } finally {
            if (options.text("keep").isPresent()) {
                System.out.println("kept: " + folder);
            } else {
                delete(folder);
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static List<Result> run(Options options, Path folder) throws IOException, InterruptedException {
        var scenarios = Stream.of(options.text("scenarios", Scenario.USUAL).split(","))
                .map(Scenario::named)
                .toList();
        try (var rig = Rig.start(options.text("server", "./spillway dev --no-demo"), folder)) {
            // A stop from outside must not leave processes behind; closing twice does no harm.
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close));
            var results = new ArrayList<Result>();
            for (var scenario : scenarios) {
                System.out.println("running " + scenario.name() + " …");
                results.add(rig.run(
                        scenario,
                        options.seconds("warm-up", scenario.warmUpSeconds()),
                        options.seconds("seconds", scenario.seconds()),
                        options.number("connections", 64),
                        options.number("tenants", 8)));
            }
            return results;
        }
    }

    private static boolean print(List<Result> results) throws IOException {
        var all = results.stream()
                .collect(Collectors.toMap(result -> result.scenario().name(), Result::findings));
        var objections = results.stream()
                .flatMap(result -> result.scenario().objections(result.findings(), all).stream())
                .toList();
        System.out.println();
        System.out.println(Machine.description());
        System.out.println();
        System.out.println(Table.of(results));
        System.out.println(
                objections.isEmpty() ? "VERDICT: good" : "VERDICT: not good: " + String.join("; ", objections));
        return objections.isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
