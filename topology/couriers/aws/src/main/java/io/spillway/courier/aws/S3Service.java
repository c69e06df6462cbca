package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Settings;
import io.spillway.destination.Template;
import io.spillway.domain.Outcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Stores an object: the data as they are, metadata as user metadata. The key is made of the event, so that a repeat stores it again under the same. */
final class S3Service implements Service<S3Client> {

    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);
    /** What a key's template may say of {@code time} → how it is written. */
    private static final Map<String, DateTimeFormatter> PARTS = Map.of(
            "year", pattern("uuuu"),
            "month", pattern("MM"),
            "day", pattern("dd"),
            "hour", pattern("HH"),
            "minute", pattern("mm"),
            "second", pattern("ss"),
            "date", pattern("uuuu-MM-dd"),
            "datetime", pattern("uuuu-MM-dd'T'HH:mm:ss"),
            "rfc3339", pattern("uuuu-MM-dd'T'HH:mm:ss'Z'"),
            "rfc3339_nano", NANOS);

    @Override
    public Site site(Settings settings) {
        return Site.of(settings.config().getOrDefault("region", ""), settings);
    }

    /** Another endpoint than Amazon's rarely has a name for each bucket. */
    @Override
    public S3Client client(Site site) {
        return site.configure(S3Client.builder())
                .forcePathStyle(site.endpoint().isPresent())
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .disableS3ExpressSessionAuth(true)
                .build();
    }

    @Override
    public Outcome send(S3Client client, Sending sending) {
        var key = key(sending);
        var request = PutObjectRequest.builder()
                .bucket(sending.config("bucket"))
                .key(key)
                .contentType("application/json")
                .contentLength((long) sending.body().length)
                .checksumSHA256(sha256(sending.body()))
                .metadata(sending.metadata())
                .overrideConfiguration(call -> call.credentialsProvider(sending.credentials()));
        if (!sending.config("storage_class").isEmpty()) {
            request.storageClass(sending.config("storage_class").toUpperCase(Locale.ROOT));
        }
        var put = client.putObject(request.build(), RequestBody.fromBytes(sending.body()));
        return Answer.delivered(
                Map.of("bucket", sending.config("bucket"), "key", key, "etag", String.valueOf(put.eTag())));
    }

    private static String key(Sending sending) {
        var time = sending.delivery().event().time();
        return Template.key(
                        sending.config("key_template"),
                        sending.delivery(),
                        sending.metadata(),
                        Map.of("time", parts(time)))
                .orElseGet(() -> NANOS.format(time) + "_" + sending.eventId() + ".json");
    }

    private static Map<String, String> parts(Instant time) {
        var parts = new HashMap<String, String>();
        PARTS.forEach((name, format) -> parts.put(name, format.format(time)));
        parts.put("unix", Long.toString(time.getEpochSecond()));
        return parts;
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
