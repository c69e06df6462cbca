package io.spillway.destination.rabbitmq;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.Switch;
import io.spillway.destination.TypeRules;
import java.util.List;

/** An exchange of a RabbitMQ broker. */
public final class RabbitRules implements TypeRules {

    private static final String SERVER = "config.server_url";

    @Override
    public String type() {
        return "rabbitmq";
    }

    @Override
    public Settings settled(Settings wanted) {
        return Switch.settled(wanted, "tls");
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        var problems = Problems.of(form, settings).check("config.tls", "invalid", Switch::isOne);
        if (problems.isClean(SERVER)) {
            problems.reach(SERVER, "http://" + server(settings), egress);
        }
        return problems.all();
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("exchange", "");
    }

    private static String server(Settings settings) {
        return settings.config().getOrDefault("server_url", "");
    }
}
