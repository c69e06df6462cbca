package io.spillway.connect.source.rabbitmq;

import io.spillway.connect.source.Queue;
import io.spillway.connect.source.QueueSourceTask;
import java.time.Duration;
import java.util.Map;

/** Moves messages that RabbitMQ pushes. */
public final class RabbitSourceTask extends QueueSourceTask {

    @Override
    protected Queue open(Map<String, String> settings) {
        return RabbitQueue.open(new RabbitSettings(settings));
    }

    @Override
    protected String name(Map<String, String> settings) {
        return new RabbitSettings(settings).queue();
    }

    /** Short, since as many messages as are prefetched are unacknowledged at most. */
    @Override
    protected Duration patience() {
        return Duration.ofMillis(100);
    }
}
