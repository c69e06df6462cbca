package io.spillway.connect.source.sqs;

import io.spillway.connect.source.Queue;
import io.spillway.connect.source.QueueSourceTask;
import java.time.Duration;
import java.util.Map;

/** Moves messages that it asks SQS for. */
public final class SqsSourceTask extends QueueSourceTask {

    @Override
    protected Queue open(Map<String, String> settings) {
        return SqsQueue.open(new SqsSettings(settings));
    }

    @Override
    protected String name(Map<String, String> settings) {
        return new SqsSettings(settings).url();
    }

    /** Every question costs, and a worker that is stopped waits for one. */
    @Override
    protected Duration patience() {
        return Duration.ofSeconds(2);
    }
}
