package io.spillway.load.generator;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The part of a POST that is the same for all requests of a kind. */
record RequestHead(byte[] bytes) {

    /** @param headers whole lines, each with its end */
    static RequestHead post(InetSocketAddress server, String path, String headers) {
        return new RequestHead(("POST " + path + " HTTP/1.1\r\nhost: " + server.getHostString() + ":" + server.getPort()
                        + "\r\ncontent-type: application/json\r\n" + headers + "content-length: ")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** The whole request. */
    byte[] with(byte[] body) {
        var request = new ByteArrayOutputStream(bytes.length + body.length + 16);
        request.writeBytes(bytes);
        request.writeBytes((body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }
}
