package io.spillway.destination.kafka;

import io.spillway.destination.Answer;
import io.spillway.destination.BlockedException;
import io.spillway.destination.Settings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Turns what the client threw into the contract's codes. */
record KafkaFailures(Settings settings, Duration timeout) {

    /** @param blocked whether the guard has refused a broker of this cluster */
    Outcome.Failed of(Throwable thrown, boolean blocked) {
        return found(thrown, BlockedException.class)
                .<Outcome.Failed>map(e -> blocked())
                .or(() -> found(thrown, UnknownTopicOrPartitionException.class).map(this::noTopic))
                .or(() -> found(thrown, InvalidTopicException.class).map(this::noTopic))
                .or(() -> found(thrown, UncheckedIOException.class)
                        .map(e -> refused("auth_failed", "no OAuth token was given", e)))
                .orElseGet(() -> coded(thrown, blocked));
    }

    Outcome.Failed late(boolean blocked) {
        return blocked
                ? blocked()
                : Answer.failed(
                        Failure.TIMEOUT, "the cluster did not take the record within " + timeout.toMillis() + " ms");
    }

    private Outcome.Failed noTopic(ApiException thrown) {
        return refused("topic_not_found", "the cluster has no such topic", thrown);
    }

    private Outcome.Failed coded(Throwable thrown, boolean blocked) {
        return switch (thrown) {
            case SslAuthenticationException e ->
                Answer.failed(Failure.TLS, "the TLS handshake failed or the certificate is not trusted for this host");
            case AuthenticationException e -> refused("auth_failed", "the cluster did not accept the credentials", e);
            case AuthorizationException e -> refused("not_authorized", "the cluster does not let the user do this", e);
            case RecordTooLargeException e -> refused("message_too_large", "the record is too large for the topic", e);
            case TimeoutException e -> late(blocked);
            case NetworkException e ->
                Answer.failed(Failure.RESET, "the connection broke before the record was confirmed");
            case ConfigException e -> unusable();
            case ApiException e -> refused(word(e), "the cluster refused the record", e);
            default -> unusable();
        };
    }

    private static Outcome.Failed blocked() {
        return Answer.failed(Failure.BLOCKED, "a broker's address is one that deliveries must not reach");
    }

    /** Messages of settings that cannot be used may quote them. */
    private static Outcome.Failed unusable() {
        return Answer.failed(Failure.PROVIDER, "the destination's settings cannot be used");
    }

    private Outcome.Failed refused(String code, String message, Throwable thrown) {
        return Answer.refused(code, message, Map.of("error", String.valueOf(thrown.getMessage())), settings);
    }

    /** The class's name as a word, as {@code not_enough_replicas}. */
    private static String word(ApiException thrown) {
        return thrown.getClass()
                .getSimpleName()
                .replaceFirst("Exception$", "")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    private static <T extends Throwable> Optional<T> found(Throwable thrown, Class<T> type) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
