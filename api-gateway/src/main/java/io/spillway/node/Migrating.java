package io.spillway.node;

import io.spillway.node.migrate.Migration;
import io.spillway.topic.Topics;
import io.spillway.wire.Wire;
import java.util.Map;
import java.util.Set;

/** Makes the migration of the deployment that settings name. */
public final class Migrating {

    private Migrating() {}

    /** Without the role registry there is one elsewhere, or the settings are wrong. Throws {@link ConfigException} naming every setting that is wrong. */
    public static Migration of(Map<String, String> settings) {
        var config = NodeConfig.load(new Variables(settings), Set.of(), Map.of());
        var rules = config.rules();
        return new Migration(
                config.kafka().client(),
                () -> Wire.connect(config.kafka().registry().orElseThrow(), Map.of()),
                wire -> Topics.of(rules.deployment(), rules.tiers(), rules.sizes(), wire));
    }
}
