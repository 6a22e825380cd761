package io.modeenvoy.webhook;

import io.modeenvoy.k8s.certificates.Pem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every {@code caBundle} there has been since, by a watch of its own: none is missed, however slow the rest is. */
final class Bundles implements AutoCloseable {
    private final Process process;
    private final Set<X509Certificate> authorities = new HashSet<>(); // guarded by this
    private int largest; // guarded by this

    private Bundles(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("bundles").start(this::read);
    }

    static Bundles watch(Kubectl kubectl) throws IOException {
        return new Bundles(new ProcessBuilder(
                        kubectl.program().toString(),
                        "--kubeconfig",
                        kubectl.kubeconfig().toString(),
                        "get",
                        "mutatingwebhookconfiguration",
                        "modeenvoy-injection",
                        "--watch",
                        "-o",
                        "jsonpath={.webhooks[0].clientConfig.caBundle}{'\\n'}")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<X509Certificate> now =
                        Pem.certificates(new String(Base64.getDecoder().decode(line), StandardCharsets.US_ASCII));
                synchronized (this) {
                    authorities.addAll(now);
                    largest = Math.max(largest, now.size());
                }
            }
        } catch (IOException e) {
            // Closed.
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many there were in all. */
    synchronized int authorities() {
        return authorities.size();
    }

    /** How many there were at most at once. */
    synchronized int largest() {
        return largest;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
