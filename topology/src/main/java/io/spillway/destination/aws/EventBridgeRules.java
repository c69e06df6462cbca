package io.spillway.destination.aws;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.util.List;

/** A bus of Amazon EventBridge. */
public final class EventBridgeRules implements TypeRules {

    @Override
    public String type() {
        return "aws_eventbridge";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings).reach("config.endpoint", egress).all();
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("bus", "") + " in "
                + settings.config().getOrDefault("region", "");
    }
}
