package io.spillway.node;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Vault;
import io.spillway.domain.Patience;
import io.spillway.gateway.Security;
import io.spillway.gateway.adapter.Adapter;
import io.spillway.gateway.auth.DerivedKeys;
import io.spillway.gateway.auth.NodeKeys;
import io.spillway.gateway.http.NewIds;
import io.spillway.gateway.limit.Rate;
import io.spillway.gateway.limit.Rates;
import io.spillway.gateway.token.TenantTokens;
import io.spillway.gateway.token.TokenSettings;
import io.spillway.gateway.token.TrustedIssuer;
import io.spillway.gateway.topic.TopicRules;
import io.spillway.node.NodeConfig.Front;
import io.spillway.node.NodeConfig.Identity;
import io.spillway.node.NodeConfig.Kafka;
import io.spillway.node.NodeConfig.Outgoing;
import io.spillway.node.NodeConfig.Rules;
import io.spillway.stream.TaskParts;
import io.spillway.topic.Sizes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the settings of a node; {@code docker/config.reference.env} says what each of them does. */
final class ConfigReader {

    private static final String KAFKA = "KAFKA_";
    private static final Set<String> NOT_FOR_CLIENTS = Set.of("KAFKA_PORT");
    private static final int DAY = 86_400;
    private static final int MIB = 1024 * 1024;

    private final Variables variables;
    private final Map<String, String> defaults;

    ConfigReader(Variables variables, Map<String, String> defaults) {
        this.variables = variables;
        this.defaults = defaults;
    }

    NodeConfig read(Set<Role> roles) {
        var front = front();
        var secrets = secrets();
        var egress = egress();
        variables.read("LOG_LEVEL", "info", "error, warn, info, debug or trace", ConfigReader::level);
        var config = new NodeConfig(
                roles,
                identity(front),
                front,
                rules(),
                kafka(roles),
                outgoing(secrets, egress),
                security(secrets, egress),
                new LogStoreSettings(variables).read(),
                Path.of(variables.text("DATA_DIR", ".spillway")).toAbsolutePath(),
                Patience.USUAL,
                variables.all());
        variables.check();
        return config;
    }

    private Front front() {
        return new Front(
                variables.text("API_HOST", otherwise("API_HOST", "0.0.0.0")),
                variables.number("API_PORT", 3333, 0, 65_535),
                new TopicRules(variables.list("TOPICS", ""), variables.flag("TOPICS_ALLOW_WILDCARDS", false)),
                newIds(),
                variables.number("MAX_BATCH_BYTES", 8 * MIB, 1024, 64 * MIB),
                variables.flag("ENCRYPT_PAYLOADS", false),
                adapters());
    }

    private Set<Adapter> adapters() {
        var words = variables.list("ADAPTERS", otherwise("ADAPTERS", ""));
        try {
            return Adapter.all(words);
        } catch (IllegalArgumentException e) {
            variables.problem("ADAPTERS must be a list of harborhook, algohire, hook0, and is \"" + words + "\"");
            return Set.of();
        }
    }

    private NewIds newIds() {
        return new NewIds(
                variables.read("IDGEN_TYPE", "uuidv4", "uuidv4, uuidv7 or nanoid", NewIds.Kind::of),
                idPrefix("IDGEN_EVENT_PREFIX"),
                idPrefix("IDGEN_DESTINATION_PREFIX"));
    }

    private String idPrefix(String name) {
        return variables.read(name, "", "at most 64 characters of [A-Za-z0-9_.:@-]", NewIds::prefix);
    }

    /** Where nothing else is given, tenants' tokens are signed with a key made of what all nodes share. */
    private Security security(String secrets, EgressGuard egress) {
        var tokenKeys = variables
                .optional("API_JWT_SECRET")
                .map(secret -> List.of(secret.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> DerivedKeys.of(secrets, "spillway tenant tokens"));
        var tokens = new TokenSettings(
                new TenantTokens(tokenKeys, deployment()),
                Duration.ofSeconds(variables.number("JWT_MAX_LIFETIME_SECONDS", DAY, 60, 366 * DAY)),
                Duration.ofDays(variables.number("TOKEN_KEY_ROTATION_DAYS", 90, 1, 3650)),
                trustedIssuers(),
                egress);
        var rates = new Rates(rate("RATE_LIMIT_PER_KEY"), rate("RATE_LIMIT_PER_TENANT"), streams());
        return new Security(variables.text("API_KEY", ""), NodeKeys.of(secrets), tokens, rates);
    }

    private Rates.Streams streams() {
        return new Rates.Streams(
                variables.number("LIVE_STREAMS", Rates.Streams.DEFAULT.all(), 0, 10_000),
                variables.number("LIVE_STREAMS_PER_TENANT", Rates.Streams.DEFAULT.perTenant(), 0, 10_000));
    }

    private Optional<Rate> rate(String name) {
        return variables.read(name, "", "a rate as 100/s, 240/m or 5000/h", Rate::parse);
    }

    private List<TrustedIssuer> trustedIssuers() {
        try {
            return TrustedIssuer.list(variables.text("JWT_ISSUERS", ""));
        } catch (IllegalArgumentException e) {
            variables.problem("JWT_ISSUERS " + e.getMessage());
            return List.of();
        }
    }

    private Identity identity(Front front) {
        var id = variables.text("NODE_ID", "spillway-1");
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            variables.problem("NODE_ID must match [A-Za-z0-9._-]{1,64}, and is \"" + id + "\"");
        }
        var local = "http://127.0.0.1:" + front.port();
        var advertised = variables.optional("ADVERTISED_URL").orElse(local);
        return new Identity(id, url("ADVERTISED_URL", advertised, local));
    }

    private URI url(String name, String text, String otherwise) {
        try {
            var url = URI.create(text);
            if (url.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
            return url;
        } catch (IllegalArgumentException e) {
            variables.problem(name + " must be a URL as http://host:port, and is \"" + text + "\"");
            return URI.create(otherwise);
        }
    }

    private Rules rules() {
        var watch = new WatchSettings(variables);
        return new Rules(
                deployment(),
                new Sizes(
                        variables.number("PARTITIONS", Integer.parseInt(otherwise("PARTITIONS", "12")), 1, 1000),
                        variables.number(
                                "REPLICATION_FACTOR", Integer.parseInt(otherwise("REPLICATION_FACTOR", "3")), 1, 10),
                        variables.number("MAX_EVENT_BYTES", MIB, 1024, 16 * MIB)),
                variables.read("RETRY_TIERS", "1s,5s,30s,1m", "a list of delays as 1s,5s,30s,1m", NodeConfig::tiers),
                new TaskParts.Rules(
                        new RetrySettings(variables).read(),
                        variables.number("MAX_DESTINATIONS_PER_TENANT", 20, 1, 10_000),
                        watch.watching(),
                        watch.told()));
    }

    private String deployment() {
        return variables.read("DEPLOYMENT_ID", "", "at most 64 characters of [A-Za-z0-9_-]", text -> {
            if (!text.matches("[A-Za-z0-9_-]{0,64}")) {
                throw new IllegalArgumentException("no part of a topic's name");
            }
            return text;
        });
    }

    /** The logging reads it itself, and would say everything where it is no level. */
    private static String level(String word) {
        if (!word.toLowerCase(Locale.ROOT).matches("error|warn|info|debug|trace")) {
            throw new IllegalArgumentException("no level");
        }
        return word;
    }

    private Kafka kafka(Set<Role> roles) {
        var client = new HashMap<String, Object>();
        client.put("bootstrap.servers", variables.text("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"));
        variables.all().forEach((name, value) -> {
            if (name.startsWith(KAFKA) && !NOT_FOR_CLIENTS.contains(name)) {
                client.put(
                        name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        var registry = variables.optional("REGISTRY_URL").map(text -> url("REGISTRY_URL", text, "http://localhost"));
        if (registry.isEmpty() && !roles.contains(Role.REGISTRY)) {
            variables.problem(
                    "REGISTRY_URL must name the schema registry, since this node does not have the role registry");
        }
        return new Kafka(
                client,
                registry,
                variables.number("REGISTRY_PORT", 8081, 0, 65_535),
                variables.number("STREAM_THREADS", 1, 1, 64),
                Duration.ofMillis(variables.number("COMMIT_INTERVAL_MS", 500, 10, 4_000)),
                variables.number("STANDBY_REPLICAS", 1, 0, 5));
    }

    private String secrets() {
        var secrets = variables.text("AES_ENCRYPTION_SECRET", "");
        if (secrets.isEmpty()) {
            variables.problem(
                    "AES_ENCRYPTION_SECRET must hold the secret that destinations' settings are encrypted with");
            return "unset";
        }
        return secrets;
    }

    private Outgoing outgoing(String secrets, EgressGuard egress) {
        return new Outgoing(
                Vault.of(secrets),
                egress,
                Duration.ofSeconds(variables.number("DELIVERY_TIMEOUT_SECONDS", 5, 1, 30)),
                new LimitsReader(variables).read(),
                new SinkSettings(variables).read(),
                variables.flag("DESTINATIONS_INCLUDE_MILLISECOND_TIMESTAMP", false));
    }

    private EgressGuard egress() {
        return variables.read(
                "EGRESS_ALLOW",
                otherwise("EGRESS_ALLOW", ""),
                "a list of CIDR[@port[-port]] as 10.1.0.0/16@443",
                EgressGuard::of);
    }

    private String otherwise(String name, String usual) {
        return defaults.getOrDefault(name, usual);
    }
}
