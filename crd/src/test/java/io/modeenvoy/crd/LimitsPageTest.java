package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LimitsPageTest {
    @Test
    void committedPageIsWhatTheLimitsSay() throws IOException {
        if (Update.wanted()) {
            Files.writeString(LimitsPage.FILE, LimitsPage.text());
        }
        assertThat(Files.readString(LimitsPage.FILE))
                .as("rewrite with: mvn -pl crd test -Dcrd.update")
                .isEqualTo(LimitsPage.text());
    }
}
