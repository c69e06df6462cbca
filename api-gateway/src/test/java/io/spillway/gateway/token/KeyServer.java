package io.spillway.gateway.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Serves a key set on a free port. */
public final class KeyServer implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private volatile MockResponse answer = new MockResponse.Builder().code(404).build();

    public KeyServer() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer;
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getPort() + "/keys.json";
    }

    public void serves(JWKSet keys) {
        answers(new MockResponse.Builder().body(keys.toString(true)).build());
    }

    void answers(MockResponse response) {
        answer = response;
    }

    public int asked() {
        return server.getRequestCount();
    }

    @Override
    public void close() {
        server.close();
    }
}
