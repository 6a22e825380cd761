package io.modeenvoy.benchmarks.k8s;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Requests to a dev-cluster as its administrator, as cheap as they can be. */
final class ApiServer implements AutoCloseable {
    private final HttpClient http;
    private final String url;
    private final String token;

    private ApiServer(HttpClient http, String url, String token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    static ApiServer of(Path kubeconfig) throws IOException, GeneralSecurityException {
        String text = Files.readString(kubeconfig);
        SSLContext tls = trust(Base64.getDecoder().decode(field(text, "certificate-authority-data")));
        HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
        return new ApiServer(http, field(text, "server"), field(text, "token"));
    }

    private static String field(String text, String name) throws IOException {
        Matcher matcher = Pattern.compile(name + ": *\"?([^\\s\"]+)").matcher(text);
        if (!matcher.find()) {
            throw new IOException("the kubeconfig has no " + name);
        }
        return matcher.group(1);
    }

    private static SSLContext trust(byte[] authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** Makes an object in a collection, {@code /apis/GROUP/VERSION/namespaces/NS/PLURAL}. */
    void create(String collection, String json) throws IOException, InterruptedException {
        send("POST", collection, "application/json", json);
    }

    /** Changes an object as {@code kubectl apply} does: by a merge patch. */
    void patch(String object, String json) throws IOException, InterruptedException {
        send("PATCH", object, "application/merge-patch+json", json);
    }

    private void send(String method, String path, String type, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
