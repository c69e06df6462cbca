package io.spillway.load.generator;

import io.spillway.load.Workload;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * The ceiling: the HTTP client that the dispatcher uses, on virtual threads as there, posts the same signed bodies to the same
 * receiver, with nothing before it.
 */
final class BareClient implements Sender {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ACCEPTED = 202;

    private final OkHttpClient client;
    private final URI receiver;
    private final SecretKeySpec key;
    private final int connections;
    private final Workload workload;
    private final SentLog log;

    /** @param secret what the receiver checks signatures with */
    BareClient(URI receiver, String secret, int connections, Workload workload, SentLog log) {
        this.receiver = receiver;
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.connections = connections;
        this.workload = workload;
        this.log = log;
        client = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(connections, 1, TimeUnit.MINUTES))
                .retryOnConnectionFailure(false)
                .callTimeout(TIMEOUT)
                .build();
    }

    @Override
    public void run(Pace pace) throws IOException {
        var threads = new ArrayList<Thread>();
        for (int connection = 0; connection < connections; connection++) {
            threads.add(Thread.ofVirtual().start(() -> follow(pace)));
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending", e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private void follow(Pace pace) {
        var rendering = workload.rendering();
        while (true) {
            long due;
            synchronized (pace) {
                due = pace.due(System.nanoTime());
                if (due == Pace.NEVER) {
                    return;
                }
                pace.taken();
            }
            LockSupport.parkNanos(due - System.nanoTime());
            long sequence = log.next(1, due);
            log.answered(sequence, status(sequence, rendering.data(sequence)), 1);
        }
    }

    /** 202 for any good answer, as a publish would have; 0 for none. */
    private int status(long sequence, byte[] body) {
        var request = new Request.Builder()
                .url(receiver.resolve(workload.path(workload.tenantOf(sequence), 0))
                        .toString())
                .header("x-outpost-event-id", workload.eventId(sequence))
                .header("x-outpost-topic", Workload.TOPIC)
                .header("x-outpost-signature", "v0=" + HexFormat.of().formatHex(signature(body)))
                .header("spillway-attempt", "1")
                .post(RequestBody.create(body, JSON))
                .build();
        try (var response = client.newCall(request).execute()) {
            var _ = response.body().bytes();
            return response.isSuccessful() ? ACCEPTED : response.code();
        } catch (IOException e) {
            return 0;
        }
    }

    private byte[] signature(byte[] body) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
