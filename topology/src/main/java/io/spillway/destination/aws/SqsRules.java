package io.spillway.destination.aws;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.TypeRules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A queue of Amazon SQS. */
public final class SqsRules implements TypeRules {

    private static final Pattern HOST = Pattern.compile("^https://sqs\\.([a-z0-9-]+)\\.amazonaws\\.com/\\S+$");

    @Override
    public String type() {
        return "aws_sqs";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings)
                .reach("config.queue_url", egress)
                .reach("config.endpoint", egress)
                .all();
    }

    /** The queue's name: the end of its URL. */
    @Override
    public String target(Settings settings) {
        var url = url(settings);
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        var host = HOST.matcher(url(settings));
        return host.matches()
                ? Optional.of("https://%1$s.console.aws.amazon.com/sqs/v3/home?region=%1$s#/queues/%2$s"
                        .formatted(host.group(1), URLEncoder.encode(url(settings), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static String url(Settings settings) {
        return settings.config().getOrDefault("queue_url", "");
    }
}
