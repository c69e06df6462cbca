package io.spillway.wire;

import io.spillway.domain.CancelReason;
import io.spillway.domain.Report;
import io.spillway.wire.avro.Attempt;
import io.spillway.wire.avro.Cancellation;
import org.apache.avro.Schema;

/** Values of {@code attempts}. */
final class ReportCodec implements Codec<Report, io.spillway.wire.avro.Report> {

    @Override
    public Schema schema() {
        return io.spillway.wire.avro.Report.getClassSchema();
    }

    @Override
    public io.spillway.wire.avro.Report toAvro(Report report) {
        return new io.spillway.wire.avro.Report(
                switch (report) {
                    case Report.Attempt attempt -> Attempts.toAvro(attempt);
                    case Report.Cancellation(var delivery, var number, var reason, var time) ->
                        new Cancellation(
                                DeliveryCodec.ref(delivery),
                                number,
                                io.spillway.wire.avro.CancelReason.valueOf(reason.name()),
                                time);
                });
    }

    @Override
    public Report toDomain(io.spillway.wire.avro.Report report) {
        return switch (report.getBody()) {
            case Attempt attempt -> Attempts.toDomain(attempt);
            case Cancellation cancellation ->
                new Report.Cancellation(
                        DeliveryCodec.ref(cancellation.getDelivery()),
                        cancellation.getNumber(),
                        CancelReason.valueOf(cancellation.getReason().name()),
                        cancellation.getTime());
            default -> throw new IllegalArgumentException("no such report");
        };
    }
}
