package io.spillway.courier.aws;

import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.ClientPool;
import io.spillway.destination.Courier;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Makes the attempts of one service: one call of the SDK, one request of the shared HTTP client. */
final class AwsCourier<C extends SdkAutoCloseable> implements Courier {

    private static final Duration IDLE = Duration.ofMinutes(5);
    /** Clients hold no connections, only what the SDK knows of a site. */
    private static final int MOST = 256;

    private final Service<C> service;
    private final HttpSender sender;
    private final ClientPool<Site, C> clients;

    AwsCourier(Service<C> service, Surroundings surroundings) {
        this.service = service;
        this.sender = HttpSender.start(surroundings);
        this.clients = new ClientPool<>(IDLE, MOST, service::client, SdkAutoCloseable::close);
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        return sender.attempt(attempting.timeout(), calls -> {
            try (var lease = clients.lease(service.site(settings), attempting.timeout())) {
                var sending = Sending.of(delivery, settings, attempting);
                return ScopedValue.where(GuardedHttp.CALLS, calls).call(() -> sent(lease.client(), sending, settings));
            } catch (IllegalArgumentException | ExecutionException e) {
                return unusable();
            }
        });
    }

    @Override
    public void close() {
        clients.close();
        sender.close();
    }

    private Outcome sent(C client, Sending sending, Settings settings) throws IOException {
        try {
            return service.send(client, sending);
        } catch (AwsServiceException e) {
            return refused(e, settings);
        } catch (AbortedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (SdkClientException e) {
            return clientFailure(e);
        }
    }

    private static Outcome refused(AwsServiceException thrown, Settings settings) {
        var details = Optional.ofNullable(thrown.awsErrorDetails());
        var code = details.flatMap(found -> Optional.ofNullable(found.errorCode()))
                .filter(word -> !word.isEmpty())
                .orElse(Integer.toString(thrown.statusCode()));
        Map<String, String> told = new LinkedHashMap<>();
        told.put("status", Integer.toString(thrown.statusCode()));
        details.flatMap(found -> Optional.ofNullable(found.errorMessage()))
                .ifPresent(message -> told.put("error", message));
        Optional.ofNullable(thrown.requestId()).ifPresent(id -> told.put("request_id", id));
        return Answer.refused(code, "AWS answered " + thrown.statusCode(), told, settings);
    }

    /** What the network said is for the sender to judge; the rest is an answer that the SDK could not read. */
    private static Outcome clientFailure(SdkClientException thrown) throws IOException {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException network) {
                throw network;
            }
            if (cause instanceof IllegalArgumentException) {
                return unusable();
            }
        }
        return Answer.failed(Failure.PROTOCOL, "the answer was not understood");
    }

    private static Outcome unusable() {
        return Answer.failed(Failure.PROVIDER, "the destination's settings cannot be used on this event");
    }
}
