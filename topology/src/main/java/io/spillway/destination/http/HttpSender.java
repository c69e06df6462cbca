package io.spillway.destination.http;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.GuardedSocketFactory;
import io.spillway.destination.Surroundings;
import io.spillway.domain.Failure;
import io.spillway.domain.Outcome;
import java.io.IOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/**
 * Makes requests and says what came of them.
 *
 * <p>One request is one request: the client neither repeats nor redirects by itself, and connects only where the guard lets
 * it. All calls share its connections; each runs on its caller's thread.
 */
public final class HttpSender implements AutoCloseable {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int IDLE_CONNECTIONS = 1_024;
    /** Shorter than the 5 s after which common servers drop an idle connection, or a request is sent into a closing one. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final OkHttpClient client;
    private final DeadlineDns dns;
    private final String userAgent;
    private final StatusRule success;

    /** A sender that names itself as {@code HTTP_USER_AGENT} says, or as the product. */
    public static HttpSender start(Surroundings surroundings) {
        return start(surroundings, HttpRules.STRICT);
    }

    public static HttpSender start(Surroundings surroundings, HttpRules rules) {
        var configured = surroundings.variables().getOrDefault("HTTP_USER_AGENT", "");
        return new HttpSender(
                surroundings.egress(),
                configured.isBlank() ? surroundings.product() : configured,
                rules,
                UnaryOperator.identity());
    }

    /** @param adjust the last word on the client, for whom to trust */
    public HttpSender(
            EgressGuard egress, String userAgent, HttpRules rules, UnaryOperator<OkHttpClient.Builder> adjust) {
        this.dns = new DeadlineDns(egress);
        this.userAgent = userAgent;
        this.success = rules.success();
        this.client = adjust.apply(new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .socketFactory(sockets(egress, rules))
                        .dns(dns)
                        // Addresses are tried one after the other on the calling thread; racing them takes
                        // platform threads.
                        .fastFallback(false)
                        .protocols(
                                rules.http2()
                                        ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                                        : List.of(Protocol.HTTP_1_1))
                        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE.toMillis(), TimeUnit.MILLISECONDS))
                        .retryOnConnectionFailure(false)
                        .followRedirects(rules.redirects())
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        // The limit on the whole call is the only one; it is set for each.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .eventListenerFactory(Progress::of)
                        .addNetworkInterceptor(
                                chain -> RetryAfter.putAside(chain.proceed(chain.request()), Instant.now())))
                .build();
    }

    private HttpSender(OkHttpClient client, HttpSender origin) {
        this.client = client;
        this.dns = origin.dns;
        this.userAgent = origin.userAgent;
        this.success = origin.success;
    }

    /** A sender that follows no redirect, whatever the rules are. It shares all else with this one, which alone is closed. */
    public HttpSender withoutRedirects() {
        return new HttpSender(client.newBuilder().followRedirects(false).build(), this);
    }

    /**
     * A sender that shows this identity wherever it is asked for one, and so follows no redirect, whatever the rules are. It
     * shares all else with this one, which alone is closed.
     *
     * @throws GeneralSecurityException where the identity cannot be used
     */
    public HttpSender presenting(ClientIdentity identity) throws GeneralSecurityException, IOException {
        var trusted = Objects.requireNonNull(client.x509TrustManager());
        return new HttpSender(
                client.newBuilder()
                        .sslSocketFactory(identity.sockets(trusted), trusted)
                        .followRedirects(false)
                        .build(),
                this);
    }

    /** Posts a JSON body once and waits for the answer. Never throws. */
    public Outcome post(HttpUrl url, Headers headers, byte[] body, Hidden hidden, Duration timeout) {
        return attempt(timeout, calls -> exchange(calls, request(url, headers, body, hidden)));
    }

    /**
     * A request with a JSON body that can be sent once.
     *
     * @param hidden what must not be kept of its answer
     */
    public Request request(HttpUrl url, Headers headers, byte[] body, Hidden hidden) {
        return named(new Request.Builder().url(url).headers(headers))
                .tag(Hidden.class, hidden)
                .post(new JsonBody(body, client.followRedirects()))
                .build();
    }

    /** What all requests say of their sender and of the answers that they take. */
    Request.Builder named(Request.Builder request) {
        return request.header("User-Agent", userAgent).header("Accept-Encoding", "identity");
    }

    /**
     * Runs an attempt whose calls share one time limit; what it throws becomes an outcome. Never throws itself.
     *
     * @param exchange makes its calls on the thread that it is called on
     */
    public Outcome attempt(Duration timeout, Exchange exchange) {
        var progress = new Progress();
        var end = System.nanoTime() + timeout.toNanos();
        try {
            return dns.within(timeout, () -> exchange.outcome(request -> call(request, progress, end)))
                    .with(progress.timings());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failures.of(e, progress, timeout).with(progress.timings());
        } catch (Throwable e) {
            // Hostile answers make the client throw unchecked exceptions too, and an attempt has to end as an outcome.
            return Failures.of(e, progress, timeout).with(progress.timings());
        }
    }

    /** What an attempt does with the client. */
    @FunctionalInterface
    public interface Exchange {
        Outcome outcome(Call.Factory calls) throws Exception;
    }

    /** Sends a request and says what was answered. */
    public Outcome exchange(Call.Factory calls, Request request) throws IOException {
        var call = calls.newCall(request);
        var reusable = false;
        try (var response = call.execute()) {
            reusable = response.code() != SWITCHING_PROTOCOLS;
            var answer = Answers.read(response);
            return success.isSuccess(response.code())
                    ? new Outcome.Delivered(answer)
                    : new Outcome.Failed(
                            Failure.STATUS, Answers.refusal(response), Optional.of(answer), RetryAfter.of(response));
        } finally {
            // What the client did not expect, or handed over as another protocol, it does not close by itself.
            if (!reusable) {
                call.cancel();
            }
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        dns.close();
    }

    private Call call(Request request, Progress progress, long end) {
        var call = client.newCall(
                request.newBuilder().tag(Progress.class, progress).build());
        call.timeout().timeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        return call;
    }

    private static SocketFactory sockets(EgressGuard egress, HttpRules rules) {
        return rules.proxy()
                .<SocketFactory>map(proxy -> new GuardedSocketFactory(() -> new TunnelSocket(egress, proxy)))
                .orElseGet(egress::sockets);
    }
}
