package io.spillway.connect.source.sqs;

import io.spillway.connect.source.QueueSourceConnector;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/** Moves the messages of a queue of SQS to {@code events}. */
public final class SqsSourceConnector extends QueueSourceConnector {

    @Override
    public Class<? extends Task> taskClass() {
        return SqsSourceTask.class;
    }

    @Override
    public ConfigDef config() {
        return SqsSettings.definition();
    }
}
