package io.spillway.embedded;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Apicurio schema registry in a JVM of its own, on the loopback address.
 *
 * <p>It ends with this process; if one is left over all the same, the next start in the same folder ends it.
 */
public final class RegistryProcess implements AutoCloseable {

    private static final Duration START_AT_MOST = Duration.ofMinutes(3);
    private static final String MAIN_CLASS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    // C1 and the serial collector halve the start and the memory. The server's manifest opens the packages when it is
    // started by -jar, which leaves no room for WithParent.
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    // The management interface cannot be switched off in the shipped server, so it goes to a port that harms nobody.
    private static final List<String> QUIET = List.of(
            "-Dquarkus.http.host=" + Ports.LOOPBACK,
            "-Dquarkus.management.host=" + Ports.LOOPBACK,
            "-Dquarkus.management.port=0",
            "-Dquarkus.http.access-log.enabled=false",
            "-Dquarkus.banner.enabled=false",
            "-Dquarkus.log.level=WARN",
            "-Dquarkus.log.category.\"io.apicurio\".level=WARN",
            "-Dapicurio.datasource.jdbc.initial-size=1",
            "-Dapicurio.datasource.jdbc.min-size=1",
            "-Dapicurio.datasource.jdbc.max-size=20");

    private final ChildProcess child;
    private final URI url;

    private RegistryProcess(ChildProcess child, URI url) {
        this.child = child;
        this.url = url;
    }

    /** {@link #launch Launches} the registry and {@link #awaitReady waits} for it. */
    public static RegistryProcess start(Path server, Path folder, int port, RegistryStorage storage) {
        return launch(server, folder, port, storage).awaitReady();
    }

    /**
     * Starts the registry, and returns before it is of use.
     *
     * @param server the unpacked {@code apicurio-registry-app}
     * @param folder for {@code registry.log} and, with {@link RegistryStorage.InFolder}, the schemas
     * @param port 0 for any free one
     * @throws StartException when there is no server, or the port is busy
     */
    public static RegistryProcess launch(Path server, Path folder, int port, RegistryStorage storage) {
        Path jar = server.toAbsolutePath().resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new StartException("There is no schema registry in %s: build Spillway first.".formatted(server));
        }
        ChildFolder own = ChildFolder.claim("registry", folder);
        int chosen = Ports.freeOr(port, "the schema registry");
        String classPath = own.launcher() + File.pathSeparator + jar;
        ChildProcess child = own.start(classPath, command(folder, chosen, storage), storage.variables());
        return new RegistryProcess(child, URI.create("http://" + Ports.LOOPBACK + ":" + chosen));
    }

    /**
     * Returns when its REST API answers.
     *
     * @throws StartException when that takes more than a minute and a half, or the process ended
     */
    public RegistryProcess awaitReady() {
        child.awaitAnswer(url.resolve("/apis/registry/v3/system/info"), START_AT_MOST);
        return this;
    }

    /** Where the registry listens, without a path. */
    public URI url() {
        return url;
    }

    /** The root of the REST API, as the serdes want it. */
    public URI api() {
        return url.resolve("/apis/registry/v3");
    }

    public long pid() {
        return child.pid();
    }

    public boolean alive() {
        return child.alive();
    }

    /** Ends the process at once (SIGKILL), as a crash would. */
    public void kill() {
        child.kill();
    }

    /** Stops the registry, after at most five seconds by force. */
    @Override
    public void close() {
        child.close();
    }

    private static List<String> command(Path folder, int port, RegistryStorage storage) {
        return Stream.of(
                        JVM,
                        QUIET,
                        storage.options(folder.toAbsolutePath()),
                        List.of("-Dquarkus.http.port=" + port, WithParent.class.getName(), MAIN_CLASS))
                .flatMap(List::stream)
                .toList();
    }
}
