package io.spillway.courier.gcp;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.spillway.destination.Answer;
import io.spillway.destination.BlockedException;
import io.spillway.destination.Settings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Turns a status of gRPC into a class of failure, or the service's own word. */
record PubSubFailures(Settings settings, Duration limit) {

    Outcome.Failed of(StatusRuntimeException thrown) {
        var status = thrown.getStatus();
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> Answer.failed(Failure.TIMEOUT, "no answer within " + limit.toMillis() + " ms");
            case CANCELLED -> Answer.failed(Failure.TIMEOUT, "the attempt was given up before it was answered");
            default -> network(status).orElseGet(() -> refused(status));
        };
    }

    /** The client says {@code UNAVAILABLE} also where nobody answered. */
    private static Optional<Outcome.Failed> network(Status status) {
        for (var cause = status.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BlockedException e -> {
                    return failed(Failure.BLOCKED, "the address is one that deliveries must not reach");
                }
                case UnknownHostException e -> {
                    return failed(Failure.DNS, "the host name was not resolved");
                }
                case ConnectException e -> {
                    return failed(Failure.CONNECT, "the endpoint did not accept the connection");
                }
                case SSLException e -> {
                    return failed(
                            Failure.TLS, "the TLS handshake failed or the certificate is not trusted for this host");
                }
                case IOException e -> {
                    return failed(Failure.RESET, "the connection broke before the answer was complete");
                }
                default -> {
                    // another cause may lie beneath
                }
            }
        }
        return Optional.empty();
    }

    private Outcome.Failed refused(Status status) {
        return Answer.refused(
                status.getCode().name().toLowerCase(Locale.ROOT),
                "Pub/Sub refused the message",
                Map.of("error", Optional.ofNullable(status.getDescription()).orElse("")),
                settings);
    }

    private static Optional<Outcome.Failed> failed(Failure failure, String message) {
        return Optional.of(Answer.failed(failure, message));
    }
}
