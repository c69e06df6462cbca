package io.spillway.destination.webhook;

import io.spillway.destination.EgressGuard;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Makes one POST and says what came of it.
 *
 * <p>One request is one request: the client neither repeats nor redirects by itself. All calls share its connections; each
 * runs on its caller's thread.
 */
final class HttpSender implements AutoCloseable {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int IDLE_CONNECTIONS = 1_024;
    /** Shorter than the 5 s after which common servers drop an idle connection, or a request is sent into a closing one. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final OkHttpClient client;
    private final DeadlineDns dns;
    private final String userAgent;

    /** @param adjust the last word on the client, for whom to trust */
    HttpSender(EgressGuard egress, String userAgent, UnaryOperator<OkHttpClient.Builder> adjust) {
        this.dns = new DeadlineDns(egress);
        this.userAgent = userAgent;
        this.client = adjust.apply(new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .socketFactory(egress.sockets())
                        .dns(dns)
                        // Addresses are tried one after the other on the calling thread; racing them takes
                        // platform threads.
                        .fastFallback(false)
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE.toMillis(), TimeUnit.MILLISECONDS))
                        .retryOnConnectionFailure(false)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        // The limit on the whole call is the only one; it is set for each.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .eventListenerFactory(Progress::of)
                        .addNetworkInterceptor(chain -> withoutRetryAfter(chain.proceed(chain.request()))))
                .build();
    }

    /** Never throws; returns within {@code timeout} and a little. */
    Outcome post(HttpUrl url, Headers headers, byte[] body, Duration timeout) {
        var progress = new Progress();
        var request = new Request.Builder()
                .url(url)
                .headers(headers)
                .header("User-Agent", userAgent)
                .header("Accept-Encoding", "identity")
                .tag(Progress.class, progress)
                .post(new OneShotBody(body))
                .build();
        try {
            return dns.within(timeout, () -> exchange(request, timeout));
        } catch (Throwable e) {
            // Hostile answers make the client throw unchecked exceptions too, and an attempt has to end as an outcome.
            return Failures.of(e, progress, timeout);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        dns.close();
    }

    private Outcome exchange(Request request, Duration timeout) throws IOException {
        var call = client.newCall(request);
        call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var reusable = false;
        try (var response = call.execute()) {
            reusable = response.code() != SWITCHING_PROTOCOLS;
            var answer = Answers.read(response);
            return response.isSuccessful()
                    ? new Outcome.Delivered(answer)
                    : new Outcome.Failed(Failure.STATUS, Answers.refusal(response), Optional.of(answer));
        } finally {
            // What the client did not expect, or handed over as another protocol, it does not close by itself.
            if (!reusable) {
                call.cancel();
            }
        }
    }

    /** The client would repeat a 503 by this header, and stumbles over numbers that are too large. */
    private static Response withoutRetryAfter(Response response) {
        return response.newBuilder().removeHeader("Retry-After").build();
    }
}
