package io.spillway.destination.transform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a child is asked, as it travels on its standard input: milliseconds, and two blocks, each with its length before it.
 *
 * @param data JSON; absent where it is only to be said whether the expression can be read
 * @param time how long it may take
 */
record Request(String expression, Optional<byte[]> data, Duration time) {

    private static final int NONE = -1;

    Request within(Duration other) {
        return new Request(expression, data, other);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(time.toMillis());
        var text = expression.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
        out.writeInt(data.map(bytes -> bytes.length).orElse(NONE));
        if (data.isPresent()) {
            out.write(data.get());
        }
        out.flush();
    }

    static Request read(DataInputStream in) throws IOException {
        var time = Duration.ofMillis(in.readLong());
        var expression = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        var length = in.readInt();
        var data = length == NONE ? Optional.<byte[]>empty() : Optional.of(in.readNBytes(length));
        return new Request(expression, data, time);
    }
}
