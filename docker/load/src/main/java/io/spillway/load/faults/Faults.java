package io.spillway.load.faults;

import io.spillway.load.Options;
import io.spillway.load.cluster.Installation;
import io.spillway.load.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Runs rows, each on a Spillway of its own, and prints one table and one verdict. */
public final class Faults {

    private static final Set<String> OPTIONS =
            Set.of("rows", "fast", "patience", "seed", "home", "class-path", "registry", "plots", "keep");

    private final Installation installation;
    private final Path folder;
    private final long seed;
    private final Stage.Effort effort;
    private final Optional<Path> plots;

    private Faults(Installation installation, Path folder, long seed, Stage.Effort effort, Optional<Path> plots) {
        this.plots = plots;
        this.installation = installation;
        this.folder = folder;
        this.seed = seed;
        this.effort = effort;
    }

    /** A row and what came of it. */
    record Result(Row row, Outcome outcome) {

        boolean good() {
            return switch (outcome) {
                case Outcome.Measured measured -> measured.objections().isEmpty();
                case Outcome.Skipped ignored -> true;
                case Outcome.Broken ignored -> false;
            };
        }
    }

    /**
     * Ends with 1 when a row misses its target.
     *
     * @param arguments all optional: {@code --rows} by id, parted by commas (all, unless said); {@code --fast true} a few of
     *     them, with small numbers; {@code --patience} times the limits on time, for busy machines; {@code --seed} of the schedule of faults; {@code --home}, the
     *     repository in which Spillway lies built (the working directory, unless said), or its {@code --class-path} and {@code --registry}; {@code --plots} a folder for a
     *     picture of each row, requests a second with what was done; {@code --keep true} leaves logs, ledgers and data where they are
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        System.exit(run(arguments) ? 0 : 1);
    }

    /** Whether all rows met their targets. */
    static boolean run(String... arguments) throws IOException, InterruptedException {
        var options = Options.of(OPTIONS, arguments);
        boolean fast = options.text("fast").isPresent();
        var rows = options.text("rows").map(Rows::named).orElseGet(() -> fast ? Rows.fast() : Rows.ALL);
        int patience = options.number("patience", 1);
        long seed = options.text("seed")
                .map(Long::valueOf)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        var folder = Files.createTempDirectory("spillway-faults");
        try {
            var faults = new Faults(
                    installation(options),
                    folder,
                    seed,
                    new Stage.Effort(fast, patience),
                    options.text("plots").map(Path::of));
            System.out.println("seed " + seed);
            var results = new ArrayList<Result>();
            for (var row : rows) {
                results.add(faults.run(row));
            }
            return print(results, "seed %d, limits on time × %d".formatted(seed, patience));
        } finally {
            if (options.text("keep").isPresent()) {
                System.out.println("kept: " + folder);
            } else {
                delete(folder);
            }
        }
    }

    private static Installation installation(Options options) throws IOException {
        return options.text("class-path").isPresent()
                ? new Installation(options.required("class-path"), Path.of(options.required("registry")))
                : Installation.in(Path.of(options.text("home", "")));
    }

    private Result run(Row row) throws InterruptedException {
        System.out.printf("%s %s …%n", row.id(), row.property());
        long from = System.nanoTime();
        var result = new Result(row, outcome(row));
        System.out.printf("%s %s after %d s%n", row.id(), result.outcome(), (System.nanoTime() - from) / 1_000_000_000);
        return result;
    }

    private Outcome outcome(Row row) throws InterruptedException {
        var random = new Random(Objects.hash(seed, row.id()));
        try {
            var own = Files.createDirectory(folder.resolve(row.id()));
            try (var stage = new Stage(installation, own, random, effort)) {
                // A stop from outside must not leave processes behind; closing twice does no harm.
                var stop = new Thread(stage::close);
                Runtime.getRuntime().addShutdownHook(stop);
                try {
                    var outcome = row.run(stage);
                    if (plots.isPresent()) {
                        stage.plot(row.id() + ": " + row.property(), plots.get().resolve(row.id() + ".svg"));
                    }
                    return outcome;
                } finally {
                    forget(stop);
                }
            }
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return new Outcome.Broken(String.valueOf(e.getMessage()));
        }
    }

    private static void forget(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }

    private static boolean print(List<Result> results, String conditions) throws IOException {
        System.out.println();
        System.out.println(Machine.description() + ", " + conditions);
        System.out.println();
        System.out.println(Table.of(results));
        var missed = results.stream()
                .filter(result -> !result.good())
                .map(result -> result.row().id())
                .toList();
        System.out.println(missed.isEmpty() ? "VERDICT: good" : "VERDICT: not good: " + String.join(", ", missed));
        return missed.isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
