package io.spillway.courier.gcp;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.spillway.destination.EgressGuard;
import io.spillway.destination.Settings;
import java.util.concurrent.TimeUnit;

/**
 * Where Pub/Sub is: Google's, or an emulator's.
 *
 * @param authority host and port
 * @param encrypted whether TLS is spoken; an emulator has none
 */
record Endpoint(String authority, boolean encrypted) {

    private static final String GOOGLE = "pubsub.googleapis.com:443";
    private static final int USUAL_PORT = 8085;
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    static Endpoint of(Settings settings) {
        var configured = settings.config().getOrDefault("endpoint", "");
        if (configured.isEmpty()) {
            return new Endpoint(GOOGLE, true);
        }
        var authority = configured.replaceFirst("^https?://", "").replaceFirst("/$", "");
        return new Endpoint(
                authority.matches(".*:[0-9]+") ? authority : authority + ":" + USUAL_PORT,
                configured.startsWith("https://"));
    }

    /** A channel whose sockets pass the guard; it connects when it is used, and closes what is idle. */
    ManagedChannel open(EgressGuard egress, String userAgent) {
        var channel = OkHttpChannelBuilder.forTarget("dns:///" + authority)
                .socketFactory(egress.sockets())
                // A proxy of the process would connect where the guard cannot look.
                .proxyDetector(target -> null)
                .disableRetry()
                .idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .userAgent(userAgent);
        return (encrypted ? channel.useTransportSecurity() : channel.usePlaintext()).build();
    }
}
