package io.spillway.node;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of Outpost that mean nothing here, so that whoever moves from there is told what takes their place. */
final class OutpostSettings {

    /**
     * @param names whole names, or beginnings of names with {@code *} behind them
     * @param instead a sentence
     */
    private record Without(List<String> names, String instead) {

        static Without of(String instead, String names) {
            return new Without(List.of(names.split(" ")), instead);
        }

        private Stream<String> warning(Map<String, String> variables) {
            var given = variables.entrySet().stream()
                    .filter(entry -> !entry.getValue().isBlank())
                    .map(Map.Entry::getKey)
                    .filter(name -> names.stream().anyMatch(known -> isOf(name, known)))
                    .sorted()
                    .toList();
            return given.isEmpty()
                    ? Stream.empty()
                    : Stream.of(String.join(", ", given) + " without effect: " + instead);
        }

        private static boolean isOf(String name, String known) {
            return known.endsWith("*") ? name.startsWith(known.substring(0, known.length() - 1)) : name.equals(known);
        }
    }

    private static final List<Without> ALL = List.of(
            Without.of("what a process does is said by --roles.", "SERVICE GIN_MODE"),
            Without.of("settings are environment variables; no file is read.", "CONFIG"),
            Without.of(
                    "everything is kept in Kafka; see KAFKA_BOOTSTRAP_SERVERS and DATA_DIR.",
                    "REDIS_HOST REDIS_PORT REDIS_USERNAME REDIS_PASSWORD REDIS_DATABASE REDIS_TLS_ENABLED"
                            + " REDIS_CLUSTER_ENABLED POSTGRES_URL CLICKHOUSE_*"),
            Without.of(
                    "queues between the parts are topics of Kafka; see KAFKA_BOOTSTRAP_SERVERS.",
                    "RABBITMQ_* AWS_SQS_* GCP_PUBSUB_* AZURE_SERVICEBUS_* MQS_AUTO_PROVISION"),
            Without.of(
                    "events come over the REST API or the topic events; Kafka Connect brings them there from a queue.",
                    "PUBLISH_RABBITMQ_* PUBLISH_AWS_SQS_* PUBLISH_GCP_PUBSUB_* PUBLISH_AZURE_SERVICEBUS_*"),
            Without.of(
                    "attempts are stored and shown as they end; work grows with PARTITIONS and STREAM_THREADS.",
                    "PUBLISH_MAX_CONCURRENCY LOG_MAX_CONCURRENCY LOG_BATCH_SIZE LOG_BATCH_THRESHOLD_SECONDS"),
            Without.of(
                    "what waits for its next attempt waits in Kafka; see RETRY_TIERS.",
                    "RETRY_POLL_BACKOFF_MS RETRY_VISIBILITY_TIMEOUT_SECONDS"),
            Without.of(
                    "an event's id is remembered as long as the event.",
                    "PUBLISH_IDEMPOTENCY_KEY_TTL DELIVERY_IDEMPOTENCY_KEY_TTL"),
            Without.of("the id of an attempt is that of its delivery, a dash, and its number.", "IDGEN_ATTEMPT_PREFIX"),
            Without.of(
                    "there is one way to sign in each profile; see DESTINATIONS_WEBHOOK_MODE.",
                    "DESTINATIONS_WEBHOOK_SIGNATURE_CONTENT_TEMPLATE DESTINATIONS_WEBHOOK_SIGNATURE_HEADER_TEMPLATE"
                            + " DESTINATIONS_WEBHOOK_SIGNATURE_ENCODING DESTINATIONS_WEBHOOK_SIGNATURE_ALGORITHM"
                            + " DESTINATIONS_WEBHOOK_SIGNING_SECRET_TEMPLATE"),
            Without.of(
                    "a header is switched off by its empty DESTINATIONS_WEBHOOK_…_HEADER_NAME.",
                    "DESTINATIONS_WEBHOOK_DISABLE_DEFAULT_*"),
            Without.of("Spillway has nothing of the kind.", "PORTAL_*"),
            Without.of("8 KiB of an answer's body are kept.", "DESTINATIONS_WEBHOOK_MAX_RESPONSE_BODY_BYTES"),
            Without.of("the queue's URL names the region.", "OPERATOR_EVENTS_AWS_SQS_REGION"),
            Without.of(
                    "metrics are scraped at /metrics, and nothing is sent to anybody.",
                    "OTEL_* DISABLE_TELEMETRY TELEMETRY_*"));

    private OutpostSettings() {}

    /** A sentence for each kind of setting that is there for nothing; values are not shown. */
    static List<String> warnings(Map<String, String> variables) {
        return ALL.stream().flatMap(without -> without.warning(variables)).toList();
    }

    /** What warnings are given for: names, and beginnings of names with {@code *} behind them. */
    static List<String> names() {
        return ALL.stream().flatMap(without -> without.names().stream()).toList();
    }
}
