package io.spillway.connect.source.sqs;

import io.spillway.connect.source.SourceSettings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How the queue is reached. */
record SqsSettings(Map<String, String> settings) {

    private static final String URL = "sqs.queue.url";
    private static final String REGION = "aws.region";
    private static final String ENDPOINT = "aws.endpoint";
    private static final String KEY_ID = "aws.access.key.id";
    private static final String SECRET = "aws.secret.access.key";

    static ConfigDef definition() {
        return SourceSettings.definition()
                .define(URL, ConfigDef.Type.STRING, Importance.HIGH, "The queue's URL.")
                .define(REGION, ConfigDef.Type.STRING, Importance.HIGH, "Its region, as eu-central-1.")
                .define(
                        ENDPOINT,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Another address of SQS than the region's.")
                .define(
                        KEY_ID,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The access key. Left out: as AWS's own tools find one (environment, profile, the machine's role).")
                .define(SECRET, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "Its secret.");
    }

    String url() {
        return settings.getOrDefault(URL, "");
    }

    String region() {
        return settings.getOrDefault(REGION, "");
    }

    Optional<String> endpoint() {
        return text(ENDPOINT);
    }

    Optional<String> keyId() {
        return text(KEY_ID);
    }

    String secret() {
        return settings.getOrDefault(SECRET, "");
    }

    private Optional<String> text(String name) {
        return new SourceSettings(settings).text(name);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SqsSettings[" + url() + "]";
    }
}
