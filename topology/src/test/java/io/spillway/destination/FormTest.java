package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {

    private static final Form FORM = new Form(
            "Queue",
            "",
            "",
            "",
            List.of(
                    Field.of(Field.Kind.TEXT, "queue", "Queue", "")
                            .mandatory()
                            .matching("^[a-z]+$")
                            .ofLength(2, 5),
                    Field.of(Field.Kind.SELECT, "mode", "Mode", "")
                            .choices(new Field.Option("Fast", "fast"), new Field.Option("Safe", "safe"))),
            List.of(Field.of(Field.Kind.TEXT, "key", "Key", "").mandatory().secret()));

    @Test
    void shouldNameWhatIsMissing() {
        assertThat(FORM.problems(Settings.NONE))
                .containsExactly("config.queue is required", "credentials.key is required");
    }

    @Test
    void shouldNameTheBrokenRule() {
        assertThat(problemsOf("a")).containsExactly("config.queue failed minlength validation");
        assertThat(problemsOf("abcdef")).containsExactly("config.queue failed maxlength validation");
        assertThat(problemsOf("ab1")).containsExactly("config.queue failed pattern validation");
        assertThat(FORM.problems(new Settings(Map.of("queue", "abc", "mode", "odd"), Map.of("key", "k"), Map.of())))
                .containsExactly("config.mode failed option validation");
    }

    @Test
    void shouldMaskSensitiveFieldsOnly() {
        // when
        var shown = FORM.masked(new Settings(Map.of("queue", "abcde"), Map.of("key", "0123456789"), Map.of("a", "b")));
        var shortKey = FORM.masked(new Settings(Map.of(), Map.of("key", "012345678"), Map.of()));

        // then
        assertThat(shown.config()).containsEntry("queue", "abcde");
        assertThat(shown.credentials()).containsEntry("key", "0123******");
        assertThat(shown.deliveryMetadata()).containsEntry("a", "b");
        assertThat(shortKey.credentials()).containsEntry("key", "*********");
    }

    private static List<String> problemsOf(String queue) {
        return FORM.problems(new Settings(Map.of("queue", queue), Map.of("key", "k"), Map.of()));
    }
}
