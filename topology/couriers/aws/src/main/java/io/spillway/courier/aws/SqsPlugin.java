package io.spillway.courier.aws;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Amazon SQS. */
public final class SqsPlugin implements CourierPlugin {

    @Override
    public String type() {
        return "aws_sqs";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new AwsCourier<>(new SqsService(), surroundings);
    }
}
