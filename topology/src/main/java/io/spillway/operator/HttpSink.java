package io.spillway.operator;

import io.spillway.destination.EgressGuard;
import io.spillway.destination.Hmac;
import io.spillway.destination.http.Hidden;
import io.spillway.destination.http.HttpRules;
import io.spillway.destination.http.HttpSender;
import io.spillway.domain.OperatorEvent;
import io.spillway.domain.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/** Posts operator events to a URL; with a secret, {@code X-Outpost-Signature: v0=} and the hexadecimal HMAC-SHA256 of the body. */
public final class HttpSink implements Sink {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpUrl url;
    private final Optional<byte[]> secret;
    private final HttpSender sender;

    /** @param product names the sender */
    public HttpSink(URI url, Optional<String> secret, String product) {
        this.url = HttpUrl.get(url.toString());
        this.secret = secret.map(text -> text.getBytes(StandardCharsets.UTF_8));
        // No tenant has a say in where this goes, so the operator's own network may be reached.
        this.sender = new HttpSender(EgressGuard.everywhere(), product, HttpRules.STRICT, UnaryOperator.identity());
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Outcome send(OperatorEvent event, byte[] body) {
        var headers = new Headers.Builder().add("Content-Type", "application/json");
        secret.ifPresent(key -> headers.add("X-Outpost-Signature", signature(key, body)));
        return sender.post(url, headers.build(), body, Hidden.NOTHING, TIMEOUT);
    }

    @Override
    public void close() {
        sender.close();
    }

    private static String signature(byte[] key, byte[] body) {
        return "v0=" + HexFormat.of().formatHex(Hmac.sha256(key, body));
    }
}
