package io.spillway.connect.source.sqs;

import io.spillway.connect.source.Queue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/** A queue of SQS. What is not deleted within the queue's visibility timeout comes again. */
final class SqsQueue implements Queue {

    private static final Logger LOG = LoggerFactory.getLogger(SqsQueue.class);

    /** SQS takes no more in one request. */
    private static final int AT_ONCE = 10;

    private static final int SERVER_ERROR = 500;

    private final SqsClient client;
    private final String url;

    private SqsQueue(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    static Queue open(SqsSettings settings) {
        var builder = SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(settings.region()));
        settings.endpoint().ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
        settings.keyId()
                .ifPresent(id -> builder.credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(id, settings.secret()))));
        return new SqsQueue(builder.build(), settings.url());
    }

    /** Asks again where SQS is not reached; what it refuses, as a queue that is not there, ends the task. */
    @Override
    public List<Message> receive(Duration patience) {
        try {
            return client
                    .receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(AT_ONCE)
                            .waitTimeSeconds((int) patience.toSeconds()))
                    .messages()
                    .stream()
                    .map(message -> new Message(
                            Optional.of(message.messageId()),
                            message.body().getBytes(StandardCharsets.UTF_8),
                            new Receipt.Text(message.receiptHandle())))
                    .toList();
        } catch (SdkClientException e) {
            throw new RetriableException("SQS cannot be reached", e);
        } catch (SdkServiceException e) {
            if (e.isThrottlingException() || e.statusCode() >= SERVER_ERROR) {
                throw new RetriableException("SQS is busy or in trouble", e);
            }
            throw e;
        }
    }

    @Override
    public void settle(List<Receipt> receipts) {
        for (var from = 0; from < receipts.size(); from += AT_ONCE) {
            delete(receipts.subList(from, Math.min(from + AT_ONCE, receipts.size())));
        }
    }

    private void delete(List<Receipt> receipts) {
        try {
            var failed = client.deleteMessageBatch(
                            request -> request.queueUrl(url).entries(entries(receipts)))
                    .failed();
            if (!failed.isEmpty()) {
                LOG.warn("{} messages could not be deleted, and will come again", failed.size());
            }
        } catch (SdkException e) {
            LOG.warn("{} messages could not be deleted, and will come again: {}", receipts.size(), e.toString());
        }
    }

    private static List<DeleteMessageBatchRequestEntry> entries(List<Receipt> receipts) {
        var handles = new ArrayList<String>();
        receipts.forEach(receipt -> {
            if (receipt instanceof Receipt.Text(var handle)) {
                handles.add(handle);
            }
        });
        return IntStream.range(0, handles.size())
                .mapToObj(place -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(place))
                        .receiptHandle(handles.get(place))
                        .build())
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
