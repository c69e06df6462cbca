package io.spillway.node;

import io.spillway.domain.Patience;
import io.spillway.embedded.RegistryStorage;
import java.util.Map;
import java.util.Set;

/** Roles of a node against a Kafka cluster. */
public final class Serving implements AutoCloseable {

    private final Node node;

    private Serving(Node node) {
        this.node = node;
    }

    /**
     * Starts and waits until the node is ready.
     *
     * @param roles names with commas between them
     * @throws ConfigException naming every setting that is wrong
     */
    public static Serving start(Map<String, String> settings, String roles, Runnable onFatal)
            throws InterruptedException {
        return start(settings, roles, onFatal, Patience.USUAL);
    }

    /** With another patience than usual. */
    public static Serving start(Map<String, String> settings, String roles, Runnable onFatal, Patience patience)
            throws InterruptedException {
        var config =
                NodeConfig.load(new Variables(settings), roles(roles), Map.of()).with(patience);
        var registry = config.kafka()
                .registry()
                .<Registry>map(Registry.Elsewhere::new)
                .orElseGet(() -> Registry.Here.on(
                        config.kafka().registryPort(),
                        new RegistryStorage.InKafka(
                                config.kafka().client(), config.rules().deployment())));
        var node = Node.start(config, registry, onFatal);
        node.awaitReady();
        return new Serving(node);
    }

    public int port() {
        return node.port();
    }

    @Override
    public void close() {
        node.close();
    }

    private static Set<Role> roles(String names) {
        try {
            return Role.parse(names);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--roles: " + e.getMessage());
        }
    }
}
