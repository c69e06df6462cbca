package io.spillway.load.receiver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** The bytes of a {@link Step.Raw} on their way out, at the speed of whoever reads them. */
final class Outpour {

    private final Step.Raw script;
    private ByteBuffer current;
    private long begun;

    /** How far it has come. */
    enum State {
        DONE,
        /** The other side takes no more for the time being. */
        BLOCKED,
        /** To be continued after {@link #pause}. */
        PAUSED
    }

    Outpour(Step.Raw script) {
        this.script = script;
        current = ByteBuffer.wrap(script.first());
    }

    State pour(WritableByteChannel channel) throws IOException {
        while (true) {
            channel.write(current);
            if (current.hasRemaining()) {
                return State.BLOCKED;
            }
            if (begun == script.times() || script.then().length == 0) {
                return State.DONE;
            }
            current = ByteBuffer.wrap(script.then());
            begun++;
            if (!script.every().isZero()) {
                return State.PAUSED;
            }
        }
    }

    Duration pause() {
        return script.every();
    }

    Step.End end() {
        return script.end();
    }
}
