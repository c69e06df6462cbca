package io.spillway.load.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built Spillway, of which processes are started.
 *
 * <p>All of them end when the process that started them does, whatever ended it, unless they are frozen then.
 *
 * @param classPath as the JVM wants it
 * @param registry folder of the schema registry's server
 */
public record Installation(String classPath, Path registry) {

    private static final String WITH_PARENT = "io.spillway.embedded.WithParent";
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            // Many processes start together on a few cores: the second compiler takes more than it gives for minutes.
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /**
     * What the build left in this folder.
     *
     * @param home root of the repository
     * @throws IOException where there is nothing
     */
    public static Installation in(Path home) throws IOException {
        var target = home.toAbsolutePath().resolve("api-gateway").resolve("target");
        if (!Files.isDirectory(target.resolve("classes")) || !Files.isDirectory(target.resolve("registry"))) {
            throw new IOException("there is no built Spillway in %s: run `make build` first".formatted(target));
        }
        return new Installation(
                target.resolve("classes") + ":" + target.resolve("lib") + "/*", target.resolve("registry"));
    }

    /** The command of a Kafka broker alone. */
    List<String> broker(Path data, int port) {
        var command = java(List.of("-Xmx512m"));
        command.addAll(List.of(
                "io.spillway.embedded.EmbeddedBroker", data.toString(), Integer.toString(port), "--with-parent"));
        return List.copyOf(command);
    }

    /** The command of a node; everything but its roles comes from the environment. */
    List<String> node(String roles, List<String> jvm) {
        var command = java(jvm);
        command.addAll(List.of(WITH_PARENT, "io.spillway.cli.Main", "serve", "--roles", roles));
        return List.copyOf(command);
    }

    private List<String> java(List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(options);
        command.addAll(List.of("-Dspillway.registry=" + registry, "-cp", classPath));
        return command;
    }
}
