package io.spillway.cli;

import io.spillway.embedded.StartException;
import io.spillway.node.ConfigException;
import io.spillway.node.Demo;
import io.spillway.node.Dev;
import io.spillway.node.Migrating;
import io.spillway.node.Serving;
import io.spillway.node.Training;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: {@code spillway dev}, {@code serve}, {@code migrate} and {@code train}. */
public final class Main {

    private static final Duration TRAINING = Duration.ofSeconds(30);

    private final CountDownLatch fatal = new CountDownLatch(1);

    private Main() {}

    /** How a process ends. */
    private enum Exit {
        DONE(0),
        /** It could not start, or found something wrong; the message says what. */
        NOT_STARTED(1),
        /** Wrong arguments or settings. */
        MISUSED(2),
        /** A part gave up for good: the process is to be started again. */
        FATAL(3);

        private final int code;

        Exit(int code) {
            this.code = code;
        }
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments).code);
    }

    private static Exit run(String[] arguments) {
        var line = new CommandLine(Arguments.spec());
        try {
            return new Main().run(line, line.parseArgs(arguments));
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            e.getCommandLine().usage(System.err);
            return Exit.MISUSED;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return Exit.MISUSED;
        } catch (StartException | IllegalStateException e) {
            System.err.println(e.getMessage());
            return Exit.NOT_STARTED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.DONE;
        }
    }

    private Exit run(CommandLine line, ParseResult parsed) throws InterruptedException {
        if (CommandLine.printHelpIfRequested(parsed)) {
            return Exit.DONE;
        }
        if (!parsed.hasSubcommand()) {
            line.usage(System.out);
            return Exit.MISUSED;
        }
        var command = parsed.subcommand();
        var settings = Arguments.settings(command, System.getenv());
        return switch (command.commandSpec().name()) {
            case Arguments.DEV -> dev(settings, Arguments.wantsDemo(command));
            case Arguments.TRAIN -> train();
            case Arguments.MIGRATE -> migrate(settings, Arguments.step(command));
            default -> serve(settings, Arguments.roles(command));
        };
    }

    private static Exit train() throws InterruptedException {
        System.out.println("Working for half a minute, for the JVM to learn from …");
        System.out.println("Published " + Training.run(TRAINING) + " events.");
        return Exit.DONE;
    }

    private static Exit migrate(Map<String, String> settings, Arguments.Step step) {
        var migration = Migrating.of(settings);
        return switch (step) {
            case PLAN -> said(migration.plan(), "Nothing is to be done.", Exit.DONE);
            case APPLY -> {
                migration.apply();
                yield said(List.of(), "The data are as this release needs them.", Exit.DONE);
            }
            case VERIFY -> said(migration.verify(), "Everything is as this release needs it.", Exit.NOT_STARTED);
        };
    }

    private static Exit said(List<String> lines, String otherwise, Exit exit) {
        if (lines.isEmpty()) {
            System.out.println(otherwise);
            return Exit.DONE;
        }
        lines.forEach(System.out::println);
        return exit;
    }

    private Exit dev(Map<String, String> settings, boolean withDemo) throws InterruptedException {
        System.out.println("Starting Kafka, the schema registry and all roles …");
        try (var dev = Dev.start(settings, fatal::countDown)) {
            stopOnSignal(dev);
            var demo = withDemo ? ", demo receiver " + demo(dev, settings) : "";
            var logStore = dev.logStoreUrl().map(url -> ", log store " + url).orElse("");
            System.out.printf(
                    "Ready: API http://127.0.0.1:%d/api/v1, Kafka %s, registry %s, data %s%s%s%n",
                    dev.apiPort(), dev.bootstrapServers(), dev.registry(), dev.dataDir(), logStore, demo);
            fatal.await();
            return Exit.FATAL;
        }
    }

    private static String demo(Dev dev, Map<String, String> settings) throws InterruptedException {
        return dev.with(Demo.start(dev.apiPort(), settings.getOrDefault("API_KEY", ""), System.out))
                .url();
    }

    private Exit serve(Map<String, String> settings, String roles) throws InterruptedException {
        System.out.println("Starting " + roles + " …");
        try (var serving = Serving.start(settings, roles, fatal::countDown)) {
            stopOnSignal(serving);
            System.out.println("Ready: http://127.0.0.1:" + serving.port() + ", roles " + roles);
            fatal.await();
            return Exit.FATAL;
        }
    }

    private static void stopOnSignal(AutoCloseable running) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            try {
                running.close();
            } catch (Exception e) { // the process ends all the same; what was not closed is found at the next start
                System.err.println("Did not stop cleanly: " + e.getMessage());
            }
        }));
    }
}
