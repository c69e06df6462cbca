package io.spillway.courier.gcp;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.spillway.destination.Answer;
import io.spillway.destination.Attempting;
import io.spillway.destination.ClientPool;
import io.spillway.destination.Courier;
import io.spillway.destination.DeliveryMetadata;
import io.spillway.destination.Settings;
import io.spillway.destination.Surroundings;
import io.spillway.destination.Template;
import io.spillway.domain.Data;
import io.spillway.domain.Delivery;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes an event as a message: its data are the data, metadata are attributes; one message is one call. */
final class PubSubCourier implements Courier {

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final int MOST = 256;

    private final ClientPool<Endpoint, ManagedChannel> channels;

    private PubSubCourier(ClientPool<Endpoint, ManagedChannel> channels) {
        this.channels = channels;
    }

    static PubSubCourier start(Surroundings surroundings) {
        return new PubSubCourier(new ClientPool<>(
                IDLE,
                MOST,
                endpoint -> endpoint.open(surroundings.egress(), surroundings.product()),
                ManagedChannel::shutdownNow));
    }

    @Override
    public Outcome deliver(Delivery delivery, Settings settings, Attempting attempting) {
        var end = System.nanoTime() + attempting.timeout().toNanos();
        try (var lease = channels.lease(Endpoint.of(settings), attempting.timeout())) {
            var request = request(delivery, settings, attempting);
            var stub = stub(lease.client(), settings)
                    .withDeadlineAfter(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            var ids = stub.publish(request).getMessageIdsList();
            return ids.isEmpty()
                    ? Answer.failed(Failure.PROTOCOL, "the answer was not understood")
                    : Answer.delivered(Map.of("message_id", ids.getFirst()));
        } catch (StatusRuntimeException e) {
            return new PubSubFailures(settings, attempting.timeout()).of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed(Failure.TIMEOUT, "the attempt was given up before it was answered");
        } catch (TimeoutException e) {
            return Answer.failed(Failure.TIMEOUT, "no connection in time");
        } catch (ExecutionException | RuntimeException e) {
            return Answer.failed(Failure.PROVIDER, "the destination's settings cannot be used on this event");
        }
    }

    @Override
    public void close() {
        channels.close();
    }

    /** An emulator asks for no account. */
    private static PublisherGrpc.PublisherBlockingStub stub(ManagedChannel channel, Settings settings) {
        var stub = PublisherGrpc.newBlockingStub(channel);
        return settings.config().getOrDefault("endpoint", "").isEmpty()
                ? stub.withCallCredentials(Accounts.of(settings))
                : stub;
    }

    private static PublishRequest request(Delivery delivery, Settings settings, Attempting attempting) {
        if (!(delivery.event().data() instanceof Data.Inline(var body))) {
            throw new IllegalArgumentException("the event's data are not at hand");
        }
        var metadata = DeliveryMetadata.of(delivery, settings, attempting);
        var template = settings.config().getOrDefault("ordering_key_template", "");
        var message =
                PubsubMessage.newBuilder().setData(ByteString.copyFrom(body)).putAllAttributes(metadata);
        Template.key(template, delivery, metadata, Map.of()).ifPresent(message::setOrderingKey);
        return PublishRequest.newBuilder()
                .setTopic("projects/" + settings.config().getOrDefault("project_id", "") + "/topics/"
                        + settings.config().getOrDefault("topic", ""))
                .addMessages(message)
                .build();
    }
}
