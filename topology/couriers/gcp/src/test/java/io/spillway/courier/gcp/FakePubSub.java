package io.spillway.courier.gcp;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pub/Sub's publishing side over real gRPC, answering what a test wants. */
final class FakePubSub extends PublisherGrpc.PublisherImplBase implements AutoCloseable {

    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private final Optional<Status> refusal;
    private final boolean silent;
    private final Server server;

    private FakePubSub(Optional<Status> refusal, boolean silent) {
        this.refusal = refusal;
        this.silent = silent;
        try {
            this.server = OkHttpServerBuilder.forPort(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            InsecureServerCredentials.create())
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakePubSub accepting() {
        return new FakePubSub(Optional.empty(), false);
    }

    static FakePubSub refusing(Status status) {
        return new FakePubSub(Optional.of(status), false);
    }

    static FakePubSub silent() {
        return new FakePubSub(Optional.empty(), true);
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    List<PublishRequest> requests() {
        return List.copyOf(requests);
    }

    List<PubsubMessage> messages() {
        return requests.stream()
                .flatMap(request -> request.getMessagesList().stream())
                .toList();
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
        requests.add(request);
        if (silent) {
            return;
        }
        if (refusal.isPresent()) {
            answer.onError(refusal.get().asRuntimeException());
            return;
        }
        answer.onNext(PublishResponse.newBuilder().addMessageIds("m-1").build());
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
