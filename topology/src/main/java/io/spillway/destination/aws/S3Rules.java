package io.spillway.destination.aws;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Form;
import io.spillway.destination.Problems;
import io.spillway.destination.Settings;
import io.spillway.destination.Template;
import io.spillway.destination.TypeRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A bucket of Amazon S3. */
public final class S3Rules implements TypeRules {

    /** After the API reference of PutObject. */
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "OUTPOSTS",
            "GLACIER_IR",
            "SNOW",
            "EXPRESS_ONEZONE",
            "FSX_OPENZFS");

    @Override
    public String type() {
        return "aws_s3";
    }

    @Override
    public List<String> problems(Form form, Settings settings, EgressGuard egress) {
        return Problems.of(form, settings)
                .reach("config.endpoint", egress)
                .check(
                        "config.storage_class",
                        "enum",
                        value -> STORAGE_CLASSES.contains(value.toUpperCase(Locale.ROOT)))
                .check("config.key_template", "pattern", Template::isWellFormed)
                .all();
    }

    @Override
    public String target(Settings settings) {
        return settings.config().getOrDefault("bucket", "") + " in "
                + settings.config().getOrDefault("region", "");
    }

    @Override
    public Optional<String> targetUrl(Settings settings) {
        return Optional.of("https://s3.console.aws.amazon.com/s3/buckets/%s?region=%s"
                .formatted(
                        settings.config().getOrDefault("bucket", ""),
                        settings.config().getOrDefault("region", "")));
    }
}
