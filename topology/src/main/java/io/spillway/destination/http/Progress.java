package io.spillway.destination.http;

import io.spillway.domain.Timings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** How far a call has come, since what its failure means depends on it, and what each part took. Told on the call's thread. */
final class Progress extends EventListener {

    /** The part of a call that is under way. */
    enum Phase {
        LOOKUP,
        CONNECT,
        HANDSHAKE,
        EXCHANGE
    }

    private final Map<Phase, Duration> took = new EnumMap<>(Phase.class);
    private Phase phase = Phase.LOOKUP;
    private long since;

    static EventListener of(Call call) {
        var progress = call.request().tag(Progress.class);
        return progress == null ? EventListener.NONE : progress;
    }

    Phase phase() {
        return phase;
    }

    /** Several addresses or redirects add up. */
    Timings timings() {
        return new Timings(took(Phase.LOOKUP), took(Phase.CONNECT), took(Phase.HANDSHAKE), took(Phase.EXCHANGE));
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        begin(Phase.LOOKUP);
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        end();
        phase = Phase.CONNECT;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        begin(Phase.CONNECT);
    }

    @Override
    public void secureConnectStart(Call call) {
        end();
        begin(Phase.HANDSHAKE);
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        end();
        phase = Phase.EXCHANGE;
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        if (phase == Phase.CONNECT) {
            end();
        }
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
        end();
    }

    @Override
    public void requestHeadersStart(Call call) {
        phase = Phase.EXCHANGE;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        begin(Phase.EXCHANGE);
    }

    @Override
    public void requestBodyEnd(Call call, long bytes) {
        begin(Phase.EXCHANGE);
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        end();
    }

    private void begin(Phase next) {
        phase = next;
        since = System.nanoTime();
    }

    private void end() {
        var now = System.nanoTime();
        took.merge(phase, Duration.ofNanos(now - since).truncatedTo(ChronoUnit.MICROS), Duration::plus);
        since = now;
    }

    private Optional<Duration> took(Phase part) {
        return Optional.ofNullable(took.get(part));
    }
}
