package io.spillway.destination.aws;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.Template;
import io.spillway.destination.TypeRules;
import java.util.List;
import java.util.Optional;

/** A stream of Amazon Kinesis. */
public final class KinesisRules implements TypeRules {

    @Override
    public String type() {
        return "aws_kinesis";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings)
                .reach("config.endpoint", egress)
                .check("config.partition_key_template", "pattern", Template::isWellFormed)
                .all();
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("stream_name", "") + " in "
                + settings.config().getOrDefault("region", "");
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        var region = settings.config().getOrDefault("region", "");
        return Optional.of(
                "https://%1$s.console.aws.amazon.com/kinesis/home?region=%1$s#/streams/details/%2$s/monitoring"
                        .formatted(region, settings.config().getOrDefault("stream_name", "")));
    }
}
