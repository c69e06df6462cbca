package io.spillway.courier.aws;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Amazon Kinesis. */
public final class KinesisPlugin implements CourierPlugin {

    @Override
    public String type() {
        return "aws_kinesis";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new AwsCourier<>(new KinesisService(KinesisService.isEnveloped(surroundings.variables())), surroundings);
    }
}
