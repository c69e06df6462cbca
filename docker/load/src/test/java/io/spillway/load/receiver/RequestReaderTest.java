package io.spillway.load.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

    private static final String POST =
            "POST /in/a HTTP/1.1\r\nHost: x\r\nX-Outpost-Event-Id: e1\r\nContent-Length: 5\r\n\r\nhello";

    private final RequestReader reader = new RequestReader();

    @Test
    void shouldReadARequestThatArrivesByteByByte() throws Exception {
        // given
        var found = new ArrayList<Request>();

        // when
        for (byte one : POST.getBytes(StandardCharsets.US_ASCII)) {
            reader.fill(channel(new byte[] {one}));
            reader.next().ifPresent(found::add);
        }

        // then
        assertThat(found).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/in/a");
            assertThat(request.event()).isEqualTo("e1");
            assertThat(request.body()).asString().isEqualTo("hello");
        });
    }

    @Test
    void shouldReadRequestsThatArriveTogether() throws Exception {
        // when
        reader.fill(channel((POST + POST).getBytes(StandardCharsets.US_ASCII)));

        // then
        assertThat(List.of(reader.next(), reader.next()))
                .allSatisfy(request -> assertThat(request).isPresent());
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void shouldReadABodyLargerThanItsFirstBuffer() throws Exception {
        // given
        var body = "x".repeat(200_000);
        var text = "POST / HTTP/1.1\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;

        // when
        reader.fill(channel(text.getBytes(StandardCharsets.US_ASCII)));

        // then
        assertThat(reader.next().orElseThrow().body()).asString().isEqualTo(body);
    }

    @Test
    void shouldSayWhenTheSenderHasClosed() throws IOException {
        assertThat(reader.fill(Channels.newChannel(new ByteArrayInputStream(new byte[0]))))
                .isFalse();
    }

    @Nested
    class WhenTheBytesAreNoRequest {

        @ParameterizedTest
        @CsvSource({
            "nonsense, 400",
            "GET / HTTP/1.0, 400",
            "POST / HTTP/1.1|content-length: many, 400",
            "POST / HTTP/1.1|content-length: -1, 413",
            "POST / HTTP/1.1|content-length: 99999999, 413",
            "POST / HTTP/1.1|transfer-encoding: chunked, 501",
            "POST / HTTP/1.1|: no name, 400",
        })
        void shouldSayWhatToAnswer(String head, int status) throws IOException {
            // given
            reader.fill(channel((head.replace("|", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));

            // when, then
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.status()).isEqualTo(status));
        }

        @Test
        void shouldRefuseAHeadWithoutEnd() throws IOException {
            // given
            reader.fill(channel("x".repeat(70_000).getBytes(StandardCharsets.US_ASCII)));

            // when, then
            assertThatThrownBy(reader::next)
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.status()).isEqualTo(431));
        }
    }

    /** Gives what it has, then nothing, without an end: as a socket does. */
    private static ReadableByteChannel channel(byte[] bytes) {
        var left = ByteBuffer.wrap(bytes);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                int count = Math.min(into.remaining(), left.remaining());
                into.put(left.slice(left.position(), count));
                left.position(left.position() + count);
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
