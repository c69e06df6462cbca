package io.spillway.connect.source.rabbitmq;

import io.spillway.connect.source.QueueSourceConnector;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/** Moves the messages of a queue of RabbitMQ to {@code events}. */
public final class RabbitSourceConnector extends QueueSourceConnector {

    @Override
    public Class<? extends Task> taskClass() {
        return RabbitSourceTask.class;
    }

    @Override
    public ConfigDef config() {
        return RabbitSettings.definition();
    }
}
