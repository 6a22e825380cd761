package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void committedReferenceIsWhatTheCrdsSay() throws IOException {
        if (Update.wanted()) {
            Files.createDirectories(Reference.FILE.getParent());
            Files.writeString(Reference.FILE, Reference.text());
        }
        assertThat(Files.readString(Reference.FILE))
                .as("rewrite with: mvn -pl crd test -Dcrd.update")
                .isEqualTo(Reference.text());
    }
}
