package io.modeenvoy.testkit.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Map;

/** A certificate with its key, in PEM. */
public record TestCertificate(X509Certificate certificate, String pem, String key) {
    /**
     * Writes {@code tls.crt}, {@code tls.key} and {@code ca.crt} into {@code folder} as Kubernetes does with a Secret: the three are symbolic links through
     * {@code ..data}, which is swapped in one step.
     */
    public void install(Path folder, TestAuthority... trusted) {
        try {
            Files.createDirectories(folder);
            Path version = Files.createTempDirectory(folder, "..");
            StringBuilder authorities = new StringBuilder();
            for (TestAuthority authority : trusted) {
                authorities.append(authority.pem()).append('\n');
            }
            Map<String, String> files = Map.of("tls.crt", pem, "tls.key", key, "ca.crt", authorities.toString());
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(version.resolve(file.getKey()), file.getValue());
            }
            Path next = folder.resolve("..data_tmp");
            Files.createSymbolicLink(next, version.getFileName());
            Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            for (String name : files.keySet()) {
                if (!Files.exists(folder.resolve(name))) {
                    Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "certificate of " + certificate.getSubjectX500Principal();
    }
}
