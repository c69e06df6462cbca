package io.spillway.destination.azure;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpSender;

/** Starts deliveries to Azure Service Bus. */
public final class ServiceBusPlugin implements CourierPlugin {

    @Override
    public String type() {
        return "azure_servicebus";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new ServiceBusCourier(HttpSender.start(surroundings));
    }
}
