package io.modeenvoy.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Filter;
import io.modeenvoy.bootstrap.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server gets to hear over HTTPS. */
final class AdmissionServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String POD = """
            {"metadata": {"name": "app-1", "labels": {"modeenvoy.io/inject": "%s"},
              "annotations": {"modeenvoy.io/gateway": "gateways/models"}}, "spec": {"containers": [{"name": "app"}]}}""";

    private final Rotation rotation = new Rotation(Lives.DEFAULTS, List.of("127.0.0.1"));
    private final WebhookCertificates certificates = rotation.fresh(Instant.now());
    private final ServedCertificate served = new ServedCertificate();
    private final AtomicReference<@Nullable Gateways> gateways = new AtomicReference<>(Examples.GATEWAYS);
    private final AtomicInteger guarded = new AtomicInteger();
    private AdmissionServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        served.show(certificates.server());
        Address anywhere = Address.parse("127.0.0.1:18000");
        server = AdmissionServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                served.context(),
                Filter.beforeHandler("guard", exchange -> guarded.incrementAndGet()),
                new Injection(ProxyOptions.of(anywhere, anywhere)),
                gateways::get);
        client = client("TLSv1.3", certificates);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void anInjectionIsAJsonPatch() throws Exception {
        JsonNode response = answered(review(POD.formatted("egress"), ""));

        assertThat(response.path("uid").asText()).isEqualTo("u-1");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        JsonNode patch =
                JSON.readTree(Base64.getDecoder().decode(response.path("patch").asText()));
        assertThat(patch.findValuesAsText("path")).contains("/spec/initContainers");
        assertThat(server.counts().injected()).isEqualTo(1);
        assertThat(guarded).hasValue(1);
    }

    @Test
    void aDryRunIsAnsweredAlike() throws Exception {
        assertThat(answered(review(POD.formatted("egress"), ", \"dryRun\": true")))
                .isEqualTo(answered(review(POD.formatted("egress"), "")));
    }

    @Test
    void aDenialSaysWhy() throws Exception {
        JsonNode response = answered(review(POD.formatted("sidcar"), ""));

        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("message").asText())
                .isEqualTo(
                        "Pod shop/app-1 metadata.labels[modeenvoy.io/inject]: sidcar (expected: sidecar, egress or false)");
        assertThat(server.counts().denied()).isEqualTo(1);
    }

    @Test
    void whatIsNoNewPodIsAllowed() throws Exception {
        for (String other : List.of(
                review(POD.formatted("sidcar"), "").replace("CREATE", "UPDATE"),
                review(POD.formatted("sidcar"), "").replace("\"pods\"", "\"services\""),
                review(POD.formatted("sidcar"), ", \"subResource\": \"ephemeralcontainers\""),
                review("null", ""),
                review("\"text\"", ""))) {
            assertThat(answered(other).path("allowed").asBoolean()).as(other).isTrue();
            assertThat(answered(other).has("patch")).isFalse();
        }
    }

    @Test
    void garbageIsABadRequestAndTheNextOneIsAnswered() throws Exception {
        for (String body : List.of(
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"apiVersion\": \"admission.k8s.io/v1beta1\", \"kind\": \"AdmissionReview\", \"request\": {\"uid\": \"1\"}}",
                "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\"}",
                "[".repeat(100_000))) {
            HttpResponse<String> answer = post(AdmissionServer.PATH, "application/json", body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("body: ")
                    .endsWith(" (expected: AdmissionReview of admission.k8s.io/v1 with a request.uid)\n")
                    .hasSizeLessThan(400);
        }
        assertThat(server.counts().refused()).isEqualTo(7);
        assertThat(answered(review(POD.formatted("egress"), "")).path("allowed").asBoolean())
                .isTrue();
    }

    @Test
    void aBodyHasALimit() throws Exception {
        String large = " ".repeat(AdmissionServer.LARGEST_BODY + 1);

        assertThat(post(AdmissionServer.PATH, "application/json", large).statusCode())
                .isEqualTo(413);
        assertThat(post(AdmissionServer.PATH, "application/json; charset=utf-8", large.substring(1))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void slowClientsStandInNobodysWay() throws Exception {
        String begun =
                "POST /inject HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket =
                        context("TLSv1.3", certificates).getSocketFactory().createSocket("127.0.0.1", server.port());
                slow.add(socket);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }

            assertThat(answered(review(POD.formatted("egress"), ""))
                            .path("allowed")
                            .asBoolean())
                    .isTrue();

            for (Socket socket : slow) {
                socket.setSoTimeout(20_000);
                assertThat(ended(socket)).as("closed by us").isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static boolean ended(Socket socket) throws SocketTimeoutException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void otherRequestsAreRefused() throws Exception {
        assertThat(post("/", "application/json", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/inject/more", "application/json", "{}").statusCode()).isEqualTo(404);
        assertThat(post(AdmissionServer.PATH, "text/plain", "{}").statusCode()).isEqualTo(415);
        assertThat(client.send(
                                HttpRequest.newBuilder(uri(AdmissionServer.PATH))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void beforeTheGatewaysAreKnownItSaysSo() throws Exception {
        gateways.set(null);

        assertThat(post(AdmissionServer.PATH, "application/json", review(POD.formatted("egress"), ""))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void speaksTls12And13AndNothingOlder() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (HttpClient one = client(version, certificates)) {
                assertThat(one.send(
                                        request(AdmissionServer.PATH, "application/json", "{}"),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(400);
            }
        }
        assertThat(served.context().createSSLEngine().getEnabledProtocols()).doesNotContain("TLSv1", "TLSv1.1");
    }

    @Test
    void aNewCertificateCountsForTheNextHandshake() throws Exception {
        WebhookCertificates others = rotation.fresh(Instant.now());
        served.show(others.server());

        try (HttpClient old = client("TLSv1.3", certificates);
                HttpClient fresh = client("TLSv1.3", others)) {
            assertThatThrownBy(() -> old.send(
                            request(AdmissionServer.PATH, "application/json", "{}"),
                            HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
            assertThat(fresh.send(
                                    request(AdmissionServer.PATH, "application/json", "{}"),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private static String review(String object, String more) {
        return """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1", "operation": "CREATE",
                  "namespace": "shop", "resource": {"group": "", "version": "v1", "resource": "pods"}, "object": %s%s}}""".formatted(object, more);
    }

    private JsonNode answered(String review) throws Exception {
        HttpResponse<String> answer = post(AdmissionServer.PATH, "application/json", review);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("response");
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return client.send(request(path, type, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String type, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + server.port() + path);
    }

    private static SSLContext context(String version, WebhookCertificates trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", trusted.newest());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance(version);
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpClient client(String version, WebhookCertificates trusted)
            throws GeneralSecurityException, IOException {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context(version, trusted))
                .sslParameters(parameters)
                .build();
    }
}
