package io.spillway.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on the loopback address, from binaries that come as a library; there are some for Linux on x86-64. One
 * that outlived its parent is taken over by the next start in its folder.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration START_AT_MOST = Duration.ofMinutes(3);
    private static final String USER = "postgres";

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts it and returns when it can be used.
     *
     * @param folder where it keeps everything
     * @param port 0 for any free one
     * @throws StartException when the port is busy, or it does not start
     */
    public static EmbeddedDatabase start(Path folder, int port) {
        var data = folder.toAbsolutePath().resolve("data");
        var chosen = Ports.freeOr(port, "PostgreSQL");
        try {
            Files.createDirectories(data);
            return new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setPort(chosen)
                    .setOverrideWorkingDirectory(folder.toAbsolutePath().toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START_AT_MOST)
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("shared_buffers", "64MB")
                    .start());
        } catch (IOException | IllegalStateException e) {
            throw new StartException("PostgreSQL does not start in %s: %s.".formatted(folder, e.getMessage()), e);
        }
    }

    /** For JDBC. */
    public String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(Ports.LOOPBACK, postgres.getPort(), USER);
    }

    /** Who may do everything; there is no password. */
    public String user() {
        return USER;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop cleanly: {}", e.toString());
        }
    }
}
