package io.spillway.destination.aws;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.util.List;

/** A topic of Amazon SNS. */
public final class SnsRules implements TypeRules {

    @Override
    public String type() {
        return "aws_sns";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings).reach("config.endpoint", egress).all();
    }

    /** The topic's name: the end of its ARN. */
    @Override
    public String target(Settings settings) {
        var arn = settings.config().getOrDefault("topic_arn", "");
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
