package io.spillway.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.domain.DestinationId;
import io.spillway.domain.DestinationKey;
import io.spillway.domain.TenantId;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    @Test
    void shouldBeWhereKafkasJavaProducerPutsTheKey() {
        // given
        var random = new Random(1);

        for (var round = 0; round < 10_000; round++) {
            var key = new byte[random.nextInt(200)];
            random.nextBytes(key);
            var partitions = 1 + random.nextInt(60);

            // then
            assertThat(Partitions.of(key, partitions)).isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
        }
    }

    @Test
    void shouldBeTheTenantsOfItsKey() {
        // given
        var tenant = new TenantId("acme");

        // then
        assertThat(Partitions.of(tenant, 12))
                .isEqualTo(Partitions.of(Keys.tenant().serializer().serialize("t", tenant), 12));
    }

    @Test
    void shouldNotConfuseKeysOfDestinations() {
        // given
        var serde = Keys.destination();
        var key = new DestinationKey(new TenantId("a.b"), new DestinationId("c"));

        // when
        var bytes = serde.serializer().serialize("t", key);

        // then
        assertThat(bytes).containsExactly('a', '.', 'b', 0, 'c');
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(key);
    }
}
