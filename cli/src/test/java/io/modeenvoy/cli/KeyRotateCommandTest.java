package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRotateCommandTest {
    @TempDir
    private Path resources;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int rotate() {
        return ModeEnvoy.execute(
                new String[] {"key", "rotate", resources.toString(), "demo/app-1", "--overlap", "1h"},
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private void write(String spec) throws IOException {
        Files.writeString(
                resources.resolve("key.yaml"),
                "apiVersion: modeenvoy.io/v1alpha1\nkind: APIKey\nmetadata: {name: app-1, namespace: demo}\n" + spec);
    }

    private static final String FIELDS =
            "consumerRef: {name: app}, keyId: abcdefgh, digest: {algorithm: HMAC-SHA-256, pepper: \"1\", value: \""
                    + "A".repeat(43) + "=\"}";

    @Test
    void givesTheOldKeyItsEnd() throws IOException {
        write("spec: {" + FIELDS + "}\n");

        assertThat(rotate()).as(err.toString()).isZero();

        assertThat(out.toString().strip()).startsWith("me_live_");
        assertThat(err.toString()).contains("wrote APIKey demo/app-2; APIKey demo/app-1 is good until ");
    }

    @Test
    void doesNotLetTheNewKeyInFromAnywhereElse() throws IOException {
        write("spec: {" + FIELDS + ", allowedCIDRs: [10.0.0.0/8, \"2001:db8::/32\"]}\n");

        assertThat(rotate()).as(err.toString()).isZero();

        try (Stream<Path> files = Files.walk(resources)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("app-2")))
                    .singleElement()
                    .satisfies(
                            file -> assertThat(Files.readString(file)).contains("[\"10.0.0.0/8\", \"2001:db8::/32\"]"));
        }
    }

    @Test
    void losesNoKeyWhenTheOldOneCannotBeChanged() throws IOException {
        write("spec:\n  {" + FIELDS + "}\n"); // a form that cannot be edited in place

        assertThat(rotate()).isEqualTo(ExitCode.CANNOT);

        assertThat(out.toString().strip()).startsWith("me_live_");
        assertThat(err.toString())
                .contains(
                        "APIKey demo/app-2 is made, its key is printed above and good; but APIKey demo/app-1 has not got its end",
                        "write it by hand, or end the key with: modeenvoy key revoke");
    }
}
