package io.spillway.node;

import io.spillway.embedded.ConnectProcess;
import io.spillway.embedded.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log store of one machine: a PostgreSQL in the data folder and a worker that fills it. */
final class LogStoreHere implements AutoCloseable {

    private static final String WANTED = "LOG_STORE";

    private final EmbeddedDatabase database;
    private @Nullable LogStoreFiller filler;

    private LogStoreHere(EmbeddedDatabase database) {
        this.database = database;
    }

    /**
     * Starts the database, where the settings want one.
     *
     * @throws ConfigException for what is no log store
     */
    static Optional<LogStoreHere> start(Map<String, String> settings, Path dataDir, Shutdown shutdown) {
        var kind = settings.getOrDefault(WANTED, "");
        return switch (kind) {
            case "" -> Optional.empty();
            case "postgres" ->
                Optional.of(shutdown.add(new LogStoreHere(EmbeddedDatabase.start(dataDir.resolve("postgres"), 0))));
            default -> throw new ConfigException("--log-store must be postgres, and is \"" + kind + "\"");
        };
    }

    /** What names it to a node. */
    Map<String, String> settings() {
        return Map.of(
                "LOG_STORE_URL", database.url(),
                "LOG_STORE_USER", database.user(),
                // Everybody on this machine is let in; Connect wants one.
                "LOG_STORE_PASSWORD", database.user());
    }

    /** For JDBC. */
    String url() {
        return database.url();
    }

    /** Begins to fill it, once its tables are there. */
    void fill(NodeConfig config, URI registry) {
        filler = LogStoreFiller.start(
                config.dataDir().resolve("connect"), config.kafka().bootstrapServers(), variables(config, registry));
    }

    /** The worker that fills it now. */
    Optional<ConnectProcess> worker() {
        return Optional.ofNullable(filler).flatMap(LogStoreFiller::worker);
    }

    /** What the connectors refer to. */
    private Map<String, String> variables(NodeConfig config, URI registry) {
        var deployment = config.rules().deployment();
        var variables = new HashMap<>(settings());
        variables.put("REGISTRY_URL", registry.toString());
        variables.put("SPILLWAY_TOPICS", (deployment.isEmpty() ? "" : deployment + ".") + "spillway.");
        variables.put(
                "REPLICATION_FACTOR", Integer.toString(config.rules().sizes().replication()));
        return variables;
    }

    @Override
    public void close() {
        if (filler != null) {
            filler.close();
        }
        database.close();
    }
}
