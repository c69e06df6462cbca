package io.spillway.destination.http;

import io.spillway.destination.BlockedException;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns what a call threw into a class of failure and a sentence that names no address and no secret. */
final class Failures {

    private static final Pattern NO_LINE_END = Pattern.compile("\\\\n not found: limit=(\\d+) content=([0-9a-f]*).*");
    /** A connection that just ends leaves less than this of a line behind. */
    private static final int LONG_LINE_BYTES = 4_096;

    private Failures() {}

    static Outcome.Failed of(Throwable thrown, Progress progress, Duration timeout) {
        if (Thread.currentThread().isInterrupted()) {
            return failed(Failure.TIMEOUT, "the attempt was given up before it was answered");
        }
        if (find(thrown, BlockedException.class).isPresent()) {
            return failed(Failure.BLOCKED, "the address is one that deliveries must not reach");
        }
        if (find(thrown, TunnelException.class).isPresent()) {
            return failed(Failure.CONNECT, "the proxy did not lead to the endpoint");
        }
        return switch (thrown) {
            case UnknownHostException e -> failed(Failure.DNS, "the host name was not resolved");
            case SocketTimeoutException e ->
                failed(Failure.CONNECT, "the endpoint did not accept a connection in time");
            case InterruptedIOException e -> late(timeout);
            case TimeoutException e -> late(timeout);
            case SSLException e when progress.phase() == Progress.Phase.HANDSHAKE -> handshake();
            case ProtocolException e -> notUnderstood();
            case IOException e -> broken(e, progress);
            // Unchecked exceptions come from answers that the client did not expect.
            case RuntimeException e -> notUnderstood();
            default -> failed(Failure.PROVIDER, "the attempt failed inside");
        };
    }

    private static Outcome.Failed broken(IOException thrown, Progress progress) {
        return switch (progress.phase()) {
            case LOOKUP -> failed(Failure.DNS, "the host name was not resolved");
            case CONNECT -> failed(Failure.CONNECT, "the endpoint did not accept the connection");
            case HANDSHAKE -> handshake();
            case EXCHANGE ->
                find(thrown, EOFException.class).filter(Failures::isLineTooLong).isPresent()
                        ? failed(Failure.TOO_LARGE, "the answer's headers are too large")
                        : failed(Failure.RESET, "the connection broke before the answer was complete");
        };
    }

    /** The client reports a line beyond its limit like the end of the stream, but with more bytes at hand than the limit. */
    private static boolean isLineTooLong(EOFException thrown) {
        var matcher = NO_LINE_END.matcher(String.valueOf(thrown.getMessage()));
        if (!matcher.matches()) {
            return false;
        }
        var limit = Long.parseLong(matcher.group(1));
        return limit >= LONG_LINE_BYTES || matcher.group(2).length() / 2 > limit;
    }

    private static Outcome.Failed late(Duration timeout) {
        return failed(Failure.TIMEOUT, "no complete answer within " + timeout.toMillis() + " ms");
    }

    private static Outcome.Failed handshake() {
        return failed(Failure.TLS, "the TLS handshake failed or the certificate is not trusted for this host");
    }

    private static Outcome.Failed notUnderstood() {
        return failed(Failure.PROTOCOL, "the answer was not understood");
    }

    private static Outcome.Failed failed(Failure failure, String message) {
        return new Outcome.Failed(failure, message, Optional.empty());
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            for (var suppressed : cause.getSuppressed()) {
                if (type.isInstance(suppressed)) {
                    return Optional.of(type.cast(suppressed));
                }
            }
        }
        return Optional.empty();
    }
}
