package io.spillway.stored;

import io.spillway.domain.RecordAt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Somebody waits for this record; it is absent where it is no longer kept. */
record Wanted(RecordAt at, CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> answer) {

    static Wanted of(RecordAt at) {
        return new Wanted(at, new CompletableFuture<>());
    }

    boolean isWaitedFor() {
        return !answer.isDone();
    }

    void found(ConsumerRecord<byte[], byte[]> record) {
        answer.complete(Optional.of(record));
    }

    void gone() {
        answer.complete(Optional.empty());
    }

    void away(RecordsAwayException why) {
        answer.completeExceptionally(why);
    }
}
