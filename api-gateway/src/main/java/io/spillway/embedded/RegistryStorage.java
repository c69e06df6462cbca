package io.spillway.embedded;

import java.nio.file.Path;
import java.util.List;

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
     * @param bootstrapServers the brokers
     * @param deployment a prefix of the topics that the registry makes, empty for none
     */
    record InKafka(String bootstrapServers, String deployment) implements RegistryStorage {

        @Override
        public List<String> options(Path folder) {
            String topics = (deployment.isEmpty() ? "" : deployment + ".") + "spillway.registry";
            return List.of(
                    "-Dapicurio.storage.kind=kafkasql",
                    "-Dapicurio.kafkasql.bootstrap.servers=" + bootstrapServers,
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
    }

    /** Options of the registry's JVM. */
    List<String> options(Path folder);
}
