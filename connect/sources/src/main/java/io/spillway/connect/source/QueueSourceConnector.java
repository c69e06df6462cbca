package io.spillway.connect.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceConnector;

/** Moves the messages of one queue; its tasks share them, each its own connection. */
public abstract class QueueSourceConnector extends SourceConnector {

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return SourceSettings.VERSION;
    }

    @Override
    public void start(Map<String, String> given) {
        settings = Map.copyOf(given);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int most) {
        return Collections.nCopies(most, settings);
    }

    @Override
    public Config validate(Map<String, String> given) {
        var config = super.validate(given);
        var values = new ArrayList<>(config.configValues());
        SourceSettings.problems(given)
                .forEach((name, problem) ->
                        values.add(new ConfigValue(name, given.get(name), List.of(), List.of(problem))));
        return new Config(values);
    }

    @Override
    public void stop() {}
}
