package io.spillway.courier.aws;

import io.spillway.destination.http.HeaderText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The SDK's requests, made by the attempt under way on this thread: with its guard and its time limit. */
final class GuardedHttp implements SdkHttpClient {

    /** What makes the calls of the attempt under way. */
    static final ScopedValue<Call.Factory> CALLS = ScopedValue.newInstance();

    private static final long MAX_ANSWER_BYTES = 256 * 1024;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {

            @Override
            public HttpExecuteResponse call() throws IOException {
                try (var response = CALLS.get().newCall(translated(request)).execute()) {
                    return translated(response);
                }
            }

            @Override
            public void abort() {
                // The attempt's time limit ends it.
            }
        };
    }

    @Override
    public String clientName() {
        return "Spillway";
    }

    @Override
    public void close() {
        // The connections belong to whoever makes the attempts.
    }

    private static Request translated(HttpExecuteRequest request) throws IOException {
        var http = request.httpRequest();
        var headers = new Headers.Builder();
        for (var header : http.headers().entrySet()) {
            for (var value : header.getValue()) {
                if (!HeaderText.isName(header.getKey()) || !HeaderText.isValue(value)) {
                    throw new IllegalArgumentException("metadata cannot be sent as headers");
                }
                headers.addUnsafeNonAscii(header.getKey(), value);
            }
        }
        return new Request.Builder()
                .url(http.getUri().toString())
                .headers(headers.set("Accept-Encoding", "identity").build())
                .method(http.method().name(), body(request))
                .build();
    }

    private static RequestBody body(HttpExecuteRequest request) throws IOException {
        var method = request.httpRequest().method();
        if (method != SdkHttpMethod.POST && method != SdkHttpMethod.PUT) {
            throw new IOException("a delivery is no " + method);
        }
        var content = request.contentStreamProvider();
        if (content.isEmpty()) {
            return RequestBody.create(new byte[0]);
        }
        try (var stream = content.get().newStream()) {
            return RequestBody.create(stream.readAllBytes());
        }
    }

    private static HttpExecuteResponse translated(Response response) throws IOException {
        var http = SdkHttpResponse.builder().statusCode(response.code()).statusText(response.message());
        response.headers().toMultimap().forEach(http::putHeader);
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(
                        response.peekBody(MAX_ANSWER_BYTES).bytes())))
                .build();
    }
}
