package io.spillway.destination.hookdeck;

import io.spillway.destination.Courier;
import io.spillway.destination.CourierPlugin;
import io.spillway.destination.Surroundings;
import io.spillway.destination.http.HttpSender;

/** Starts deliveries to Hookdeck. */
public final class HookdeckPlugin implements CourierPlugin {

    private final String base;

    public HookdeckPlugin() {
        this("https://hkdk.events/");
    }

    /** @param base where sources are, with a slash at its end */
    HookdeckPlugin(String base) {
        this.base = base;
    }

    @Override
    public String type() {
        return "hookdeck";
    }

    @Override
    public Courier start(Surroundings surroundings) {
        return new HookdeckCourier(base, HttpSender.start(surroundings));
    }
}
