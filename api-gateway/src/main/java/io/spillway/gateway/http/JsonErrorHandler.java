package io.spillway.gateway.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers in JSON what the server refuses before any route sees it, as a header that is too long. */
public final class JsonErrorHandler extends ErrorHandler {

    private static final HttpField CONTENT_TYPE = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");

    /** All methods, not only those that browsers use for pages. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(CONTENT_TYPE);
        // The server ends the connection, for some of its reasons without a word.
        response.getHeaders().put(CLOSE);
        var body = Json.bytes(ErrorView.of(code, message == null ? "error" : message, new Details.None()));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
