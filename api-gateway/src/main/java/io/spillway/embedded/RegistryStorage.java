package io.spillway.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the schema registry keeps its schemas. */
public sealed interface RegistryStorage {

    /** In a database file of the registry's own folder: for one machine. */
    record InFolder() implements RegistryStorage {

        @Override
        public List<String> options(Path folder) {
            // Half a second of acknowledged schemas would be lost with a killed process unless each commit is
            // written, and their ids would be given to other schemas.
            return List.of("-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("schemas") + ";WRITE_DELAY=0");
        }
    }

    /**
     * In Kafka, so that a cluster keeps data nowhere else.
     *
     * @param client how to reach the brokers: {@code bootstrap.servers}, TLS, SASL
     * @param deployment a prefix of the topics that the registry makes, empty for none
     */
    record InKafka(Map<String, Object> client, String deployment) implements RegistryStorage {

        @Override
        public List<String> options(Path folder) {
            String topics = (deployment.isEmpty() ? "" : deployment + ".") + "spillway.registry";
            return List.of(
                    "-Dapicurio.storage.kind=kafkasql",
                    "-Dapicurio.kafkasql.bootstrap.servers=" + client.get("bootstrap.servers"),
                    "-Dapicurio.kafkasql.topic=" + topics,
                    "-Dapicurio.kafkasql.snapshots.topic=" + topics + ".snapshots",
                    "-Dapicurio.events.kafka.topic=" + topics + ".events",
                    "-Dapicurio.kafkasql.consumer.group-prefix=" + topics + "-",
                    // A snapshot is a file, and its topic only names it: the next machine would not have it.
                    "-Dapicurio.kafkasql.snapshot.scheduled.enabled=false",
                    "-Dapicurio.storage.snapshot.location=" + folder + "/",
                    // Two polls of this length are part of each start; they take 5 s each unless said.
                    "-Dapicurio.kafkasql.consumer.poll.timeout=200");
        }

        @Override
        public Map<String, String> variables() {
            return client.entrySet().stream()
                    .filter(setting -> Stream.of("security.", "ssl.", "sasl.").anyMatch(setting.getKey()::startsWith))
                    .collect(Collectors.toUnmodifiableMap(
                            setting -> "apicurio.kafka.common." + setting.getKey(),
                            setting -> String.valueOf(setting.getValue())));
        }

        /** Client settings may hold passwords. */
        @Override
        public String toString() {
            return "InKafka[" + client.get("bootstrap.servers") + "]";
        }
    }

    /** Options of the registry's JVM. */
    List<String> options(Path folder);

    /** What the registry's environment has besides: passwords are no business of a list of processes. */
    default Map<String, String> variables() {
        return Map.of();
    }
}
