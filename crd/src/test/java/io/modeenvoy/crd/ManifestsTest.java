package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");

    @Test
    void noCrdOfOursIsForgotten() throws IOException {
        assertThat(Manifests.ours()).containsExactlyInAnyOrderElementsOf(texts("crds"));
    }

    @Test
    void noFileOfTheGatewayApiIsForgotten() throws IOException {
        assertThat(Manifests.gatewayApi()).containsExactlyInAnyOrderElementsOf(texts("gateway-api"));
    }

    @Test
    void theGatewayApiIsOfOneVersion() {
        assertThat(Manifests.gatewayApi())
                .allMatch(text -> text.contains("gateway.networking.k8s.io/bundle-version: v1.6.1"));
    }

    private static List<String> texts(String folder) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.map(ManifestsTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
