package io.spillway.node;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Vault;
import io.spillway.dispatch.Limits;
import io.spillway.domain.Patience;
import io.spillway.domain.Tier;
import io.spillway.domain.Tiers;
import io.spillway.gateway.Security;
import io.spillway.gateway.adapter.Adapter;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.history.LogStore;
import io.spillway.stream.TaskParts;
import io.spillway.topic.Sizes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a node runs. Every setting has a name, a default and a line in {@code docker/config.reference.env}.
 *
 * @param patience no setting: {@link Patience#USUAL} but for training, and tests, which are to pass on a slow machine
 * @param logStore absent where the past ends with the stores
 * @param variables all settings by name, for destination types that have their own
 */
public record NodeConfig(
        Set<Role> roles,
        Identity identity,
        Front front,
        Rules rules,
        Kafka kafka,
        Outgoing outgoing,
        Security security,
        Optional<LogStore.Settings> logStore,
        Path dataDir,
        Patience patience,
        Map<String, String> variables) {

    /**
     * Who the node is.
     *
     * @param id stable over restarts and unique in the cluster
     * @param advertised where other nodes reach it
     */
    public record Identity(String id, URI advertised) {}

    /**
     * Where and what the API serves.
     *
     * @param encrypting whether data of events are encrypted with a key of their tenant
     */
    public record Front(
            String host,
            int port,
            TopicRules topics,
            NewIds ids,
            int maxBatchBytes,
            boolean encrypting,
            Set<Adapter> adapters) {}

    /** What the whole deployment must agree on. */
    public record Rules(String deployment, Sizes sizes, Tiers tiers, TaskParts.Rules task) {}

    /**
     * How Kafka and the registry are reached.
     *
     * @param client settings of every Kafka client
     * @param registry empty where this node runs it
     * @param registryPort where it does; 0: any that is free
     * @param copies how many other nodes keep what a tenant task knows
     */
    public record Kafka(
            Map<String, Object> client,
            Optional<URI> registry,
            int registryPort,
            int streamThreads,
            Duration commitInterval,
            int copies) {

        public String bootstrapServers() {
            return String.valueOf(client.get("bootstrap.servers"));
        }

        /** Client settings may hold passwords. */
        @Override
        public String toString() {
            return "Kafka[" + bootstrapServers() + "]";
        }
    }

    /**
     * How destinations are called, and where the operator is told.
     *
     * @param limits of calls, also for destinations whose policy leaves them open
     * @param milliseconds whether calls bear their time to the millisecond as well
     */
    public record Outgoing(
            Vault vault,
            EgressGuard egress,
            Duration timeout,
            Limits limits,
            OperatorSinks sinks,
            boolean milliseconds) {}

    /** @param defaults what differs by how the node is started, as the number of partitions in dev */
    public static NodeConfig load(Variables variables, Set<Role> roles, Map<String, String> defaults) {
        return new ConfigReader(variables, defaults).read(roles);
    }

    NodeConfig with(Patience other) {
        return new NodeConfig(
                roles, identity, front, rules, kafka, outgoing, security, logStore, dataDir, other, variables);
    }

    /** Every setting's name and its default as text; empty where there is none. */
    public static Map<String, String> defaults() {
        var variables = new Variables(Map.of("AES_ENCRYPTION_SECRET", "any"));
        load(variables, Set.of(Role.REGISTRY), Map.of());
        return variables.defaults();
    }

    static Tiers tiers(String text) {
        return new Tiers(Stream.of(text.split(","))
                .map(entry -> new Tier(delay(entry.strip())))
                .toList());
    }

    /** As {@code 30s}, {@code 1m}, {@code 6h}. */
    private static Duration delay(String text) {
        if (!text.matches("[0-9]{1,9}[smh]")) {
            throw new IllegalArgumentException("a delay is a number that ends in s, m or h");
        }
        return Duration.parse("PT" + text);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
