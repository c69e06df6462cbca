package io.spillway.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nDate: now\r\n\r\nhello",
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            })
    void shouldReadAnAnswerThatArrivesByteByByte(String answer) throws IOException {
        // given
        var reader = new ResponseReader();
        var found = new ArrayList<Response>();

        // when
        for (byte one : answer.getBytes(StandardCharsets.US_ASCII)) {
            fill(reader, new byte[] {one});
            reader.next().ifPresent(found::add);
        }

        // then
        assertThat(found).singleElement().satisfies(response -> {
            assertThat(response.status()).isEqualTo(202);
            assertThat(response.body()).asString().isEqualTo("hello");
        });
    }

    @Test
    void shouldReadAnAnswerWithoutBody() throws IOException {
        // given
        var reader = new ResponseReader();

        // when
        fill(reader, "HTTP/1.1 401 Unauthorized\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        // then
        assertThat(reader.next()).get().extracting(Response::status).isEqualTo(401);
    }

    private static void fill(ResponseReader reader, byte[] bytes) throws IOException {
        var channel = Channels.newChannel(new ByteArrayInputStream(bytes));
        reader.fill(channel);
    }
}
