package io.spillway.destination.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/** How far a call has come: what its failure means depends on it. */
final class Progress extends EventListener {

    /** The part of a call that is under way. */
    enum Phase {
        LOOKUP,
        CONNECT,
        HANDSHAKE,
        EXCHANGE
    }

    private volatile Phase phase = Phase.LOOKUP;

    static EventListener of(Call call) {
        var progress = call.request().tag(Progress.class);
        return progress == null ? EventListener.NONE : progress;
    }

    Phase phase() {
        return phase;
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
        phase = Phase.CONNECT;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        phase = Phase.CONNECT;
    }

    @Override
    public void secureConnectStart(Call call) {
        phase = Phase.HANDSHAKE;
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        phase = Phase.EXCHANGE;
    }

    @Override
    public void requestHeadersStart(Call call) {
        phase = Phase.EXCHANGE;
    }
}
