package io.spillway.destination.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.spillway.destination.Answer;
import io.spillway.destination.BlockedException;
import io.spillway.destination.Settings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Turns what the client threw into a class of failure, or the broker's own word. */
final class RabbitFailures {

    private static final int LONGEST_CHAIN = 10;

    private RabbitFailures() {}

    /** The first cause that says something. */
    static Outcome.Failed of(Throwable thrown, Settings settings) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(LONGEST_CHAIN)
                .flatMap(cause -> one(cause, settings))
                .findFirst()
                .orElseGet(() -> Answer.failed(Failure.RESET, "the connection broke before the message was confirmed"));
    }

    private static Stream<Outcome.Failed> one(Throwable thrown, Settings settings) {
        return switch (thrown) {
            case BlockedException e -> failed(Failure.BLOCKED, "the address is one that deliveries must not reach");
            case UnknownHostException e
            when e.getCause() instanceof BlockedException ->
                failed(Failure.BLOCKED, "the address is one that deliveries must not reach");
            case UnknownHostException e -> failed(Failure.DNS, "the host name was not resolved");
            case ConnectException e -> unreached();
            case NoRouteToHostException e -> unreached();
            case SocketTimeoutException e -> failed(Failure.CONNECT, "the broker did not accept a connection in time");
            case SSLException e ->
                failed(Failure.TLS, "the TLS handshake failed or the certificate is not trusted for this host");
            case AuthenticationFailureException e -> unauthenticated(settings);
            case PossibleAuthenticationFailureException e -> unauthenticated(settings);
            case ShutdownSignalException e -> closed(e, settings);
            case IllegalArgumentException e -> Stream.of(unusable());
            default -> Stream.empty();
        };
    }

    /** Messages of what cannot be used may quote it. */
    static Outcome.Failed unusable() {
        return Answer.failed(Failure.PROVIDER, "the destination's settings cannot be used on this event");
    }

    private static Stream<Outcome.Failed> closed(ShutdownSignalException thrown, Settings settings) {
        return switch (thrown.getReason()) {
            case AMQP.Channel.Close close -> said(close.getReplyCode(), close.getReplyText(), settings);
            case AMQP.Connection.Close close -> said(close.getReplyCode(), close.getReplyText(), settings);
            case null, default -> Stream.empty();
        };
    }

    /** A broker says {@code NOT_FOUND - no exchange 'x' in vhost '/'}. */
    private static Stream<Outcome.Failed> said(int number, String text, Settings settings) {
        var word = text.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        return Stream.of(Answer.refused(
                word.matches("[a-z_]+") ? word : Integer.toString(number),
                "the broker refused the message",
                Map.of("error", text),
                settings));
    }

    private static Stream<Outcome.Failed> unauthenticated(Settings settings) {
        return Stream.of(
                Answer.refused("auth_failed", "the broker did not accept the credentials", Map.of(), settings));
    }

    private static Stream<Outcome.Failed> unreached() {
        return failed(Failure.CONNECT, "the broker did not accept the connection");
    }

    private static Stream<Outcome.Failed> failed(Failure failure, String message) {
        return Stream.of(Answer.failed(failure, message));
    }
}
