package io.spillway.courier.aws;

import io.spillway.destination.Settings;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/**
 * Where a service is. One client serves all destinations there, whatever their credentials, which come with each request.
 *
 * @param endpoint absent for the usual one of the region
 */
record Site(String region, Optional<URI> endpoint) {

    static Site of(String region, Settings settings) {
        return new Site(
                region,
                Optional.ofNullable(settings.config().get("endpoint"))
                        .filter(text -> !text.isEmpty())
                        .map(URI::create));
    }

    /** Nothing is taken from the environment or from files, and nothing is tried twice. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .httpClient(new GuardedHttp())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .defaultsMode(DefaultsMode.STANDARD)
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build()));
    }

    /** @throws IllegalArgumentException where there are none */
    static AwsCredentialsProvider credentials(Settings settings) {
        var key = settings.credentials().getOrDefault("key", "");
        var secret = settings.credentials().getOrDefault("secret", "");
        var session = settings.credentials().getOrDefault("session", "");
        if (key.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("no credentials");
        }
        AwsCredentials credentials = session.isEmpty()
                ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, session);
        return StaticCredentialsProvider.create(credentials);
    }
}
