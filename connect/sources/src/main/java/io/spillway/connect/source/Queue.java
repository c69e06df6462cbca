package io.spillway.connect.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A queue that hands out messages and has them again until each is settled. Two threads may use it at once. */
public interface Queue extends AutoCloseable {

    /**
     * A message that was handed out.
     *
     * @param id the same whenever this message is handed out again; absent where its producer gave it none
     * @param receipt what the queue knows it by, for as long as this connection lasts
     */
    record Message(Optional<String> id, byte[] body, Receipt receipt) {}

    /** Names a message to the queue that handed it out. */
    sealed interface Receipt {

        record Number(long value) implements Receipt {}

        record Text(String value) implements Receipt {}
    }

    /** The next messages; none where none came within this time. */
    List<Message> receive(Duration patience) throws InterruptedException;

    /** Has messages removed. What cannot be removed now comes again, which does no harm. */
    void settle(List<Receipt> receipts);

    @Override
    void close();
}
