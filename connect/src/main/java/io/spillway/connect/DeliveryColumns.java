package io.spillway.connect;

import io.spillway.domain.DeliveryRef;
import org.apache.kafka.connect.data.SchemaBuilder;

/** The columns that say which delivery a row is about. */
final class DeliveryColumns {

    private DeliveryColumns() {}

    static SchemaBuilder add(SchemaBuilder table) {
        return table.field("tenant_id", Row.TEXT)
                .field("event_id", Row.TEXT)
                .field("delivery_id", Row.TEXT)
                .field("destination_id", Row.TEXT)
                .field("destination_type", Row.TEXT)
                .field("topic", Row.TEXT_OR_NULL);
    }

    static Row fill(Row row, DeliveryRef delivery) {
        return row.text("tenant_id", delivery.tenant().value())
                .text("event_id", delivery.event().value())
                .text("delivery_id", delivery.id().value())
                .text("destination_id", delivery.destination().value())
                .text("destination_type", delivery.destinationType())
                .text("topic", delivery.topic());
    }
}
