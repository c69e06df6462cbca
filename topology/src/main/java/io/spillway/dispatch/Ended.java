package io.spillway.dispatch;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What came of a job: the records to write, and what it told of the destination. */
record Ended(List<ProducerRecord<byte[], byte[]>> records, Signal signal) {

    /** It was not called. */
    static Ended without(ProducerRecord<byte[], byte[]> record) {
        return new Ended(List.of(record), new Signal.Silence());
    }
}
