package io.spillway.topic;

import io.spillway.domain.TenantId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** On which partition a key lies: the rule of Kafka's Java producer. */
public final class Partitions {

    private Partitions() {}

    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    public static int of(TenantId tenant, int partitions) {
        return of(tenant.value().getBytes(StandardCharsets.UTF_8), partitions);
    }
}
