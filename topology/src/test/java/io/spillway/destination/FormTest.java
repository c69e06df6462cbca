package io.spillway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.destination.Field.Kind;
import io.spillway.destination.Field.Looks;
import io.spillway.destination.Field.Option;
import io.spillway.destination.Field.Rules;
import io.spillway.destination.Field.Words;
import io.spillway.destination.Form.Presentation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormTest {

    private static final Rules NONE =
            new Rules(false, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), List.of());
    private static final Rules QUEUE =
            new Rules(true, OptionalInt.of(2), OptionalInt.of(5), Optional.of(Pattern.compile("^[a-z]+$")), List.of());
    private static final Rules MODE = new Rules(
            false,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            List.of(new Option("Fast", "fast"), new Option("Safe", "safe")));
    private static final Rules KEY =
            new Rules(true, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), List.of());

    private static final Form FORM = new Form(
            new Presentation("Queue", "", "", "", Optional.empty()),
            List.of(field(Kind.TEXT, "queue", QUEUE, false), field(Kind.SELECT, "mode", MODE, false)),
            List.of(field(Kind.TEXT, "key", KEY, true), field(Kind.TEXT, "user", NONE, false)));

    private static Field field(Kind kind, String key, Rules rules, boolean sensitive) {
        return new Field(kind, key, new Words(key, ""), rules, new Looks(Optional.empty(), false, sensitive, false));
    }

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
                .containsExactly("config.mode failed invalid validation");
    }

    @Test
    void shouldMaskSensitiveFieldsOnly() {
        // when
        var shown = FORM.masked(new Settings(
                Map.of("queue", "abcde"), Map.of("key", "0123456789", "user", "somebody"), Map.of("a", "b")));
        var shortKey = FORM.masked(new Settings(Map.of(), Map.of("key", "012345678"), Map.of()));

        // then
        assertThat(shown.config()).containsEntry("queue", "abcde");
        assertThat(shown.credentials()).containsEntry("key", "0123******").containsEntry("user", "somebody");
        assertThat(shown.deliveryMetadata()).containsEntry("a", "b");
        assertThat(shortKey.credentials()).containsEntry("key", "*********");
    }

    private static List<String> problemsOf(String queue) {
        return FORM.problems(new Settings(Map.of("queue", queue), Map.of("key", "k"), Map.of()));
    }
}
