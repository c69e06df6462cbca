package io.spillway.destination.azure;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.util.List;
import java.util.Optional;

/** A queue or topic of Azure Service Bus. */
public final class ServiceBusRules implements TypeRules {

    private static final String CONNECTION = "credentials.connection_string";

    @Override
    public String type() {
        return "azure_servicebus";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        var problems = Problems.of(form, settings)
                .check(CONNECTION, "pattern", text -> host(text).isPresent());
        host(connection(settings)).ifPresent(host -> problems.reach(CONNECTION, "http://" + host, egress));
        return problems.all();
    }

    /** Namespace and name, where the connection string tells the former. */
    @Override
    public String target(Settings settings) {
        var name = settings.config().getOrDefault("name", "");
        return host(connection(settings))
                .map(host -> host.split("[.:]", 2)[0] + "/" + name)
                .orElse(name);
    }

    private static String connection(Settings settings) {
        return settings.credentials().getOrDefault("connection_string", "");
    }

    private static Optional<String> host(String connection) {
        return ConnectionString.read(connection).map(ConnectionString::host);
    }
}
