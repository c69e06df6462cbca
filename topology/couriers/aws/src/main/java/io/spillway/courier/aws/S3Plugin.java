package io.spillway.courier.aws;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;

/** Starts deliveries to Amazon S3. */
public final class S3Plugin implements CourierPlugin {

    @Override
    public String type() {
        return "aws_s3";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new AwsCourier<>(new S3Service(), surroundings);
    }
}
