package io.spillway.node;

import io.spillway.domain.Patience;
import io.spillway.embedded.EmbeddedBroker;
import io.spillway.embedded.Ports;
import io.spillway.embedded.RegistryStorage;
import io.spillway.embedded.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything in one process on one machine: a broker, the registry as its child unless there is one, and a node with all
 * roles.
 */
public final class Dev implements AutoCloseable {

    private static final Map<String, String> DEFAULTS = Map.of(
            "API_HOST", Ports.LOOPBACK,
            "PARTITIONS", "4",
            "REPLICATION_FACTOR", "1",
            "EGRESS_ALLOW", "127.0.0.0/8,::1/128",
            "ADAPTERS", "harborhook,algohire,hook0");
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);
    private static final int SECRET_BYTES = 32;

    private final Shutdown shutdown;
    private final Node node;
    private final EmbeddedBroker broker;
    private final Optional<LogStoreHere> logStore;
    private final Path dataDir;

    private Dev(Shutdown shutdown, Node node, EmbeddedBroker broker, Optional<LogStoreHere> logStore, Path dataDir) {
        this.shutdown = shutdown;
        this.node = node;
        this.broker = broker;
        this.logStore = logStore;
        this.dataDir = dataDir;
    }

    /**
     * Starts and waits until everything is ready.
     *
     * @throws StartException with one sentence for people, as when a port is taken
     * @throws ConfigException naming every setting that is wrong
     */
    public static Dev start(Map<String, String> settings, Runnable onFatal) throws InterruptedException {
        return start(settings, onFatal, Patience.USUAL);
    }

    /** With another patience than usual. */
    static Dev start(Map<String, String> settings, Runnable onFatal, Patience patience) throws InterruptedException {
        var shutdown = new Shutdown();
        try {
            return start(settings, onFatal, patience, shutdown);
        } catch (RuntimeException | InterruptedException e) {
            shutdown.close();
            throw e;
        }
    }

    private static Dev start(Map<String, String> settings, Runnable onFatal, Patience patience, Shutdown shutdown)
            throws InterruptedException {
        var all = new HashMap<>(settings);
        all.putIfAbsent("AES_ENCRYPTION_SECRET", secret(dataDir(settings)));
        all.putIfAbsent("KAFKA_BOOTSTRAP_SERVERS", "to be chosen");
        var config = config(all);
        var kafkaPort = new Variables(all).number("KAFKA_PORT", 9092, 0, 65_535);
        // Two processes that know nothing of each other start side by side.
        var registry = config.kafka()
                .registry()
                .<Registry>map(Registry.Elsewhere::new)
                .orElseGet(() ->
                        Registry.Here.on(0, new RegistryStorage.InFolder()).launch(config.dataDir(), shutdown));
        var broker = shutdown.add(EmbeddedBroker.start(config.dataDir().resolve("kafka"), kafkaPort, patience));
        all.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        var logStore = LogStoreHere.start(all, config.dataDir(), shutdown);
        logStore.ifPresent(here -> all.putAll(here.settings()));
        var node = shutdown.add(Node.start(config(all).with(patience), registry, onFatal));
        logStore.ifPresent(here -> here.fill(config(all), node.registry()));
        node.awaitReady();
        return new Dev(shutdown, node, broker, logStore, config.dataDir());
    }

    /** Reads settings with the defaults of this mode. */
    private static NodeConfig config(Map<String, String> settings) {
        return NodeConfig.load(new Variables(settings), ALL, DEFAULTS);
    }

    public int apiPort() {
        return node.port();
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public URI registry() {
        return node.registry();
    }

    /** Where the log store is, for JDBC, if there is one here. */
    public Optional<String> logStoreUrl() {
        return logStore.map(LogStoreHere::url);
    }

    Optional<LogStoreHere> logStore() {
        return logStore;
    }

    public Path dataDir() {
        return dataDir;
    }

    /** Closes this as well, before everything else. */
    public <C extends AutoCloseable> C with(C beside) {
        return shutdown.add(beside);
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private static Path dataDir(Map<String, String> settings) {
        return Path.of(new Variables(settings).text("DATA_DIR", ".spillway"));
    }

    /** The secret of this data folder, made at its first start; only its owner may read it. */
    private static String secret(Path dataDir) {
        var file = dataDir.resolve("aes-encryption-secret");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataDir);
                var bytes = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(bytes);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(bytes));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartException("the data folder " + dataDir + " cannot be written: " + e.getMessage(), e);
        }
    }
}
