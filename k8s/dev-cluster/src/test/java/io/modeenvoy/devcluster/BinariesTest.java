package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
    @TempDir
    private Path cache = Path.of("");

    @Test
    void areFoundInTheCacheFolder() throws IOException {
        Path folder = cache.resolve("kube/" + Binaries.VERSION);

        Path apiServer = program(folder, "kube-apiserver");
        Path etcd = program(folder, "etcd");
        Path kubectl = program(folder, "kubectl");

        assertThat(Binaries.find(Map.of("MODEENVOY_CACHE", cache.toString())))
                .contains(new Binaries(apiServer, etcd, kubectl));
    }

    @Test
    void areFoundInTheCacheFolderOfTheUser() throws IOException {
        for (String name : new String[] {"kube-apiserver", "etcd", "kubectl"}) {
            program(cache.resolve(".cache/modeenvoy/kube/" + Binaries.VERSION), name);
        }

        assertThat(Binaries.find(Map.of("HOME", cache.toString()))).isPresent();
    }

    @Test
    void areThoseThatTheVariablesName() throws IOException {
        Path own = cache.resolve("own");
        Map<String, String> environment = Map.of(
                "MODEENVOY_KUBE_APISERVER", program(own, "a").toString(),
                "MODEENVOY_ETCD", program(own, "e").toString(),
                "MODEENVOY_KUBECTL", program(own, "k").toString());

        assertThat(Binaries.find(environment))
                .contains(new Binaries(own.resolve("a"), own.resolve("e"), own.resolve("k")));
    }

    @Test
    void areNotFoundWhenOneIsMissing() throws IOException {
        program(cache.resolve("kube/" + Binaries.VERSION), "kubectl");

        assertThat(Binaries.find(Map.of("MODEENVOY_CACHE", cache.toString()))).isEmpty();
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder).resolve(name), "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
