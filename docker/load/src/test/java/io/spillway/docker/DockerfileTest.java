package io.spillway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private static final Path CONTEXT = Path.of("..", "..");

    private String file;

    @BeforeEach
    void read() throws IOException {
        file = Files.readString(Reference.FOLDER.resolve("Dockerfile")).replace("\\\n", "");
    }

    @Test
    void shouldCopyWhatIsThere() {
        assertThat(all("(?m)^COPY (?!--from)(?:--\\S+ )?(\\S+) "))
                .isNotEmpty()
                .allMatch(source -> Files.exists(CONTEXT.resolve(source)));
    }

    @Test
    void shouldSetOnlyWhatANodeOrItsJvmKnows() throws IOException {
        var reference = Reference.read();

        assertThat(all("(?:^ENV|\\s)\\s*([A-Z][A-Z_]+)="))
                .isNotEmpty()
                .allMatch(name -> reference.knows(name) || name.equals("JDK_JAVA_OPTIONS"));
    }

    @Test
    void shouldRunAsNobodyInParticularAndWithoutAShell() {
        assertThat(all("(?m)^USER (\\S+)$")).containsExactly("10001:10001");
        assertThat(all("(?m)^(ENTRYPOINT|CMD|HEALTHCHECK)\\b.*\\[\".*\"]$"))
                .containsExactlyInAnyOrder("HEALTHCHECK", "ENTRYPOINT", "CMD");
    }

    @Test
    void shouldPinWhatItIsMadeFrom() {
        assertThat(all("(?m)^FROM (\\S+)")).hasSize(2).allMatch(image -> image.matches(".*:[0-9].*"));
    }

    private List<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(file)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
