package io.spillway.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Kafka Connect worker with the connectors of the log store, in a JVM of its own on the loopback address. What it has
 * read it notes in Kafka, so one that was killed goes on where it was.
 */
public final class ConnectProcess implements AutoCloseable {

    private static final Duration START_AT_MOST = Duration.ofMinutes(3);
    private static final String MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectStandalone";
    private static final List<String> JVM =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private final ChildProcess child;
    private final URI url;

    private ConnectProcess(ChildProcess child, URI url) {
        this.child = child;
        this.url = url;
    }

    /**
     * Starts it and returns when its REST API answers, which is before its connectors run.
     *
     * @param built what the build of {@code connect} made: worker and plugins
     * @param folder for {@code connect.log}
     * @param variables what the connectors refer to
     * @throws StartException when it does not start
     */
    public static ConnectProcess start(
            Path built, Path folder, String bootstrapServers, Map<String, String> variables) {
        if (!Files.isDirectory(built.resolve("worker"))) {
            throw new StartException("There is no Kafka Connect in %s: build Spillway first.".formatted(built));
        }
        var own = ChildFolder.claim("connect", folder);
        var url = URI.create("http://" + Ports.LOOPBACK + ":" + Ports.free());
        var connectors = built.resolve("connectors");
        var settings = settings(
                connectors.resolve("worker.properties"),
                folder.resolve("worker.properties"),
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "listeners", url.toString(),
                        "plugin.path", file(built.resolve("plugins")),
                        "offset.storage.file.filename", file(folder.resolve("offsets"))));
        var classPath = own.launcher() + File.pathSeparator + file(built.resolve("worker")) + "/*";
        var child = own.start(classPath, command(connectors, settings), variables);
        child.awaitAnswer(url, START_AT_MOST);
        return new ConnectProcess(child, url);
    }

    /** Where its REST API is. */
    public URI url() {
        return url;
    }

    public long pid() {
        return child.pid();
    }

    /** Returns when the process has ended, however it did. */
    public void awaitEnd() throws InterruptedException {
        child.awaitEnd();
    }

    /** Ends the process at once (SIGKILL), as a crash would. */
    public void kill() {
        child.kill();
    }

    /** Stops it, after at most five seconds by force. */
    @Override
    public void close() {
        child.close();
    }

    /** Connect does not look its own settings up in the environment, as it does those of connectors. */
    private static Path settings(Path shipped, Path own, Map<String, String> more) {
        try {
            var lines = new ArrayList<>(Files.readAllLines(shipped));
            more.forEach((name, value) -> lines.add(name + "=" + value));
            return Files.write(own, lines);
        } catch (IOException e) {
            throw new StartException("%s cannot be written: %s.".formatted(own, e), e);
        }
    }

    private static List<String> command(Path connectors, Path settings) {
        return Stream.of(
                        JVM,
                        List.of(
                                "-Dlogback.configurationFile=" + file(connectors.resolve("logback.xml")),
                                WithParent.class.getName(),
                                MAIN_CLASS,
                                file(settings)),
                        logStore(connectors.resolve("log-store")))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> logStore(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(ConnectProcess::file).sorted().toList();
        } catch (IOException e) {
            throw new StartException("The connectors in %s cannot be read: %s.".formatted(folder, e), e);
        }
    }

    private static String file(Path path) {
        return path.toAbsolutePath().toString();
    }
}
