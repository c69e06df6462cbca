package io.spillway.gateway.request;

import io.spillway.domain.Answer;
import io.spillway.gateway.follow.Follower;
import io.spillway.topic.HeaderNames;
import io.spillway.topic.Topic;
import io.spillway.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the answers of tenant tasks in other processes from {@code command-results}, from its end on. It reads uncommitted:
 * an answer of a transaction that is aborted is given again, the same.
 */
public final class ResultsReader {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsReader.class);

    private final Topic<String, Answer> topic;
    private final Requests requests;

    private ResultsReader(Topic<String, Answer> topic, Requests requests) {
        this.topic = topic;
        this.requests = requests;
    }

    /**
     * Begins to read; whatever is asked afterwards is answered.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     */
    public static Follower start(Map<String, Object> client, Topics topics, Requests requests) {
        var topic = topics.commandResults();
        var reader = new ResultsReader(topic, requests);
        var follower = Follower.fromEnd(
                client, topic.name(), topics.partitions(topic), (records, position) -> records.forEach(reader::take));
        follower.start();
        return follower;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var request = record.headers().lastHeader(HeaderNames.REQUEST);
        if (record.key() == null || record.value() == null || request == null) {
            return;
        }
        // Most answers are for others: only those for this gateway are worth reading.
        if (new String(record.key(), StandardCharsets.UTF_8).equals(requests.requester())) {
            take(new String(request.value(), StandardCharsets.UTF_8), record);
        }
    }

    private void take(String request, ConsumerRecord<byte[], byte[]> record) {
        try {
            var answer = topic.values().deserializer().deserialize(topic.name(), record.headers(), record.value());
            requests.take(requests.requester(), request, answer);
        } catch (KafkaException e) {
            LOG.warn("An answer on {} could not be read: {}", topic.name(), e.toString());
        }
    }
}
