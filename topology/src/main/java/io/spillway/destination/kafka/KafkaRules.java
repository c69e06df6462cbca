package io.spillway.destination.kafka;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.Switch;
import io.spillway.destination.Template;
import io.spillway.destination.TypeRules;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A topic of somebody's Kafka cluster. The contract knows clusters with SASL only; {@code config.security} names other ways to
 * connect, each of which asks for its own fields.
 */
public final class KafkaRules implements TypeRules {

    private static final String BROKERS = "config.brokers";
    private static final String MECHANISM = "config.sasl_mechanism";
    private static final String USERNAME = "credentials.username";
    private static final String PASSWORD = "credentials.password";
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}");

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public Settings settled(Settings wanted) {
        var settled = Switch.settled(wanted, "tls");
        var config = new HashMap<>(settled.config());
        config.computeIfPresent("brokers", (key, list) -> brokers(list).collect(Collectors.joining(",")));
        return new Settings(config, settled.credentials(), settled.deliveryMetadata());
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        var problems = Problems.of(form, settings)
                .check(BROKERS, "pattern", list -> brokers(list).allMatch(ADDRESS.asMatchPredicate()))
                .check("config.tls", "invalid", Switch::isOne)
                .check("config.partition_key_template", "pattern", Template::isWellFormed);
        if (problems.isClean(BROKERS)) {
            brokers(settings.config().getOrDefault("brokers", ""))
                    .forEach(broker -> problems.reach(BROKERS, "http://" + broker, egress));
        }
        secured(settings.config().getOrDefault("security", ""), problems, egress);
        return problems.all().stream().distinct().toList();
    }

    /** The first broker and the topic. */
    @Override
    public String target(Settings settings) {
        return brokers(settings.config().getOrDefault("brokers", ""))
                        .findFirst()
                        .orElse("") + " / " + settings.config().getOrDefault("topic", "");
    }

    @Override
    public boolean isStock(Settings settings) {
        return settings.config().containsKey("sasl_mechanism")
                && settings.credentials().containsKey("username")
                && settings.credentials().containsKey("password");
    }

    /** Without a word of ours all stands as the form says. */
    private static void secured(String security, Problems problems, EgressGuard egress) {
        if (security.isEmpty() || !problems.isClean("config.security")) {
            return;
        }
        switch (security) {
            case "mtls" ->
                withoutSasl(problems).require("credentials.client_certificate").require("credentials.client_key");
            case "sasl_plain" -> problems.without(MECHANISM);
            case "sasl_scram" -> problems.check(MECHANISM, "invalid", name -> name.startsWith("scram-"));
            case "oauthbearer" ->
                withoutSasl(problems)
                        .require("credentials.client_id")
                        .require("credentials.client_secret")
                        .require("credentials.token_url")
                        .reach("credentials.token_url", egress);
            default -> withoutSasl(problems);
        }
    }

    private static Problems withoutSasl(Problems problems) {
        return problems.without(MECHANISM).without(USERNAME).without(PASSWORD);
    }

    private static Stream<String> brokers(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip);
    }
}
