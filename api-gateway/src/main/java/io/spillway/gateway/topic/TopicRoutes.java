package io.spillway.gateway.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.gateway.http.Json;
import io.spillway.gateway.http.Reply;

/** Lists the configured topics. */
public final class TopicRoutes {

    private final TopicRules rules;

    public TopicRoutes(TopicRules rules) {
        this.rules = rules;
    }

    public void list(Context ctx) {
        Reply.json(ctx, 200, Json.array(rules.configured(), JsonGenerator::writeString));
    }
}
