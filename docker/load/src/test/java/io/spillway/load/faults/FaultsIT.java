package io.spillway.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows that are quick enough for every build, on the Spillway that was just built. */
class FaultsIT {

    @Test
    void shouldSurviveTheFewFaultsThatAreQuickToMake() throws Exception {
        // given
        var arguments = new ArrayList<>(List.of("--fast", "true", "--patience", "3", "--seed", "17"));
        arguments.addAll(installation());

        // when, then
        assertThat(Faults.run(arguments.toArray(String[]::new))).isTrue();
    }

    /** What lies packaged beside this module, or what is on the class path with us. */
    private static List<String> installation() {
        var registry = System.getProperty("spillway.registry");
        return registry == null
                ? List.of("--home", "../..")
                : List.of("--class-path", System.getProperty("java.class.path"), "--registry", registry);
    }
}
