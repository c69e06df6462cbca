package io.spillway.gateway.config;

import io.javalin.http.Context;
import io.spillway.gateway.http.ApiException;
import io.spillway.gateway.http.Reply;
import java.util.Map;
import java.util.TreeMap;

/** Shows the settings that are in force; they change with the environment of the process only. */
public final class ConfigRoutes {

    private static final int OK = 200;

    private final Map<String, String> settings;

    /** @param settings by name, without any that is secret */
    public ConfigRoutes(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
    }

    public void get(Context ctx) {
        Reply.json(ctx, OK, json -> {
            json.writeStartObject();
            for (var setting : settings.entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
        });
    }

    public void patch(Context ctx) {
        throw ApiException.badRequest("the settings of this deployment are environment variables: "
                + "change them where its nodes are started, and start them again");
    }
}
