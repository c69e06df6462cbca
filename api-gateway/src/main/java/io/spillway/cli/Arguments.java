package io.spillway.cli;

import io.spillway.node.NodeConfig;
import io.spillway.node.Product;
import io.spillway.node.Role;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The arguments of the command line. Every setting can be given as a flag: {@code API_PORT} is {@code --api-port}. */
final class Arguments {

    static final String DEV = "dev";
    static final String SERVE = "serve";
    static final String TRAIN = "train";
    static final String MIGRATE = "migrate";
    private static final String NO_DEMO = "--no-demo";
    private static final String ROLES = "--roles";
    private static final String SETTING = "VALUE";

    /** What {@code migrate} is to do. */
    enum Step {
        PLAN,
        APPLY,
        VERIFY
    }

    private Arguments() {}

    static CommandSpec spec() {
        var dev = command(
                        DEV,
                        "Runs everything on this machine: Kafka, the schema registry, all roles and a demo tenant.")
                .addOption(OptionSpec.builder(NO_DEMO)
                        .description("Leave the demo tenant and its receiver out.")
                        .build())
                .addOption(setting("KAFKA_PORT", "9092"))
                .addOption(OptionSpec.builder("--log-store")
                        .type(String.class)
                        .paramLabel(SETTING)
                        .description(
                                "postgres: keep events and attempts for longer in a PostgreSQL that runs here too.")
                        .build());
        var serve = command(SERVE, "Runs roles against a Kafka cluster.")
                .addOption(OptionSpec.builder(ROLES)
                        .type(String.class)
                        .paramLabel("ROLES")
                        .defaultValue(Role.words())
                        .description("Which roles, with commas between them (default: ${DEFAULT-VALUE}).")
                        .build());
        var migrate = command(
                        MIGRATE, "Brings the data of a deployment up to this release, or says what that would do.")
                .addPositional(PositionalParamSpec.builder()
                        .type(Step.class)
                        .converters(word -> Step.valueOf(word.toUpperCase(Locale.ROOT)))
                        .paramLabel("STEP")
                        .required(true)
                        .description("plan: what would be done. apply: do it. verify: is everything as it must be?")
                        .build());
        return command("spillway", "Delivers events from Kafka to other people's systems.")
                .addSubcommand(DEV, dev)
                .addSubcommand(SERVE, serve)
                .addSubcommand(MIGRATE, migrate)
                .addSubcommand(TRAIN, command(TRAIN, "Works for half a minute, for the JVM to learn from."));
    }

    /** The settings of the environment, and over them those given as flags. */
    static Map<String, String> settings(ParseResult command, Map<String, String> environment) {
        var settings = new HashMap<>(environment);
        for (var option : command.matchedOptions()) {
            if (option.paramLabel().equals(SETTING)) {
                settings.put(variable(option.longestName()), option.getValue());
            }
        }
        return settings;
    }

    static boolean wantsDemo(ParseResult command) {
        return !command.hasMatchedOption(NO_DEMO);
    }

    static String roles(ParseResult command) {
        return command.matchedOptionValue(ROLES, Role.words());
    }

    static Step step(ParseResult command) {
        return command.matchedPositionalValue(0, Step.PLAN);
    }

    private static CommandSpec command(String name, String description) {
        var spec = CommandSpec.create().name(name).version(Product.NAME).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        if (!name.equals("spillway")) {
            NodeConfig.defaults().forEach((variable, value) -> spec.addOption(setting(variable, value)));
        }
        return spec;
    }

    private static OptionSpec setting(String variable, String otherwise) {
        return OptionSpec.builder("--" + variable.toLowerCase(Locale.ROOT).replace('_', '-'))
                .type(String.class)
                .paramLabel(SETTING)
                .description(variable + (otherwise.isEmpty() ? "" : ", " + otherwise + " where not set"))
                .build();
    }

    private static String variable(String flag) {
        return flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
