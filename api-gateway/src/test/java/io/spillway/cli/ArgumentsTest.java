package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spillway.node.NodeConfig;
import io.spillway.node.Role;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class ArgumentsTest {

    @Nested
    class Settings {

        @Test
        void shouldComeFromTheEnvironmentAndFromFlagsBeforeIt() {
            // given
            var environment = Map.of("API_PORT", "1", "TOPICS", "order.paid", "PATH", "/bin");

            // when
            var settings = Arguments.settings(
                    parsed("dev", "--api-port", "2", "--data-dir=/tmp/here", "--api-key="), environment);

            // then
            assertThat(settings)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "API_PORT", "2",
                            "TOPICS", "order.paid",
                            "PATH", "/bin",
                            "DATA_DIR", "/tmp/here",
                            "API_KEY", ""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dev", "serve"})
        void shouldEachHaveAFlag(String command) {
            for (var variable : NodeConfig.defaults().keySet()) {
                var flag = "--" + variable.toLowerCase(Locale.ROOT).replace('_', '-');
                assertThat(Arguments.settings(parsed(command, flag, "x"), Map.of()))
                        .containsExactly(Map.entry(variable, "x"));
            }
        }

        @Test
        void shouldNotTakeOtherFlagsForSettings() {
            assertThat(Arguments.settings(parsed("dev", "--no-demo"), Map.of())).isEmpty();
            assertThat(Arguments.settings(parsed("serve", "--roles", "relay"), Map.of()))
                    .isEmpty();
        }

        @Test
        void shouldKnowThePortOfTheEmbeddedBrokerInDevOnly() {
            assertThat(Arguments.settings(parsed("dev", "--kafka-port", "0"), Map.of()))
                    .containsEntry("KAFKA_PORT", "0");
            assertThatExceptionOfType(ParameterException.class)
                    .isThrownBy(() -> parsed("serve", "--kafka-port", "0"))
                    .withMessageContaining("--kafka-port");
        }
    }

    @Test
    void shouldLeaveTheDemoOutWhereAsked() {
        assertThat(Arguments.wantsDemo(parsed("dev"))).isTrue();
        assertThat(Arguments.wantsDemo(parsed("dev", "--no-demo"))).isFalse();
    }

    @Test
    void shouldHaveAllRolesWhereNoneAreNamed() {
        assertThat(Arguments.roles(parsed("serve"))).isEqualTo(Role.words());
        assertThat(Arguments.roles(parsed("serve", "--roles", "gateway,relay"))).isEqualTo("gateway,relay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-port", "--no-such-thing=1", "what"})
    void shouldRefuseWhatItDoesNotUnderstand(String argument) {
        assertThatExceptionOfType(ParameterException.class).isThrownBy(() -> parsed("dev", argument));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "serve"})
    void shouldListEverySettingInItsHelp(String command) {
        // given
        var line = new CommandLine(Arguments.spec()).getSubcommands().get(command);

        // when
        var help = line.getUsageMessage();

        // then
        assertThat(help).contains(NodeConfig.defaults().keySet());
    }

    @Test
    void shouldSayWhichVersionItIs() {
        assertThat(Arguments.spec().version()).singleElement().asString().matches("Spillway/.+");
    }

    private static ParseResult parsed(String... arguments) {
        return new CommandLine(Arguments.spec()).parseArgs(arguments).subcommand();
    }
}
