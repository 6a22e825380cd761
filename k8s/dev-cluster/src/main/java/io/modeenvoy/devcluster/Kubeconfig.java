package io.modeenvoy.devcluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The file by which kubectl and other clients find a cluster. */
final class Kubeconfig {
    /** Name of the cluster, the user and the context. */
    private static final String NAME = "modeenvoy-dev";

    private Kubeconfig() {}

    static String text(String url, ServerCertificate certificate, String token) {
        String authority = Base64.getEncoder().encodeToString(certificate.pem().getBytes(StandardCharsets.US_ASCII));
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %3$s
                users:
                - name: %1$s
                  user:
                    token: %4$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s
                current-context: %1$s
                """.formatted(NAME, url, authority, token);
    }

    /** Whether a file holds what we wrote and no other cluster; kubectl may have written it anew. */
    static boolean ours(String text) {
        return text.lines().filter(line -> line.strip().startsWith("server:")).count() == 1
                && text.lines().anyMatch(("current-context: " + NAME)::equals);
    }
}
