package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.certificate;
import static io.modeenvoy.xds.translator.Nodes.forward;
import static io.modeenvoy.xds.translator.Nodes.gatewayRef;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.pem;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.ClusterIr.Location;
import io.modeenvoy.ir.ClusterIr.UpstreamTls;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.Port;
import io.modeenvoy.ir.PortIr;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.RunningEnvoy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TLS on both sides of the real Envoy; the upstream is another Envoy, which tells the protocol it was spoken to in. */
@Tag("envoy")
class TlsLiveTest {
    @Test
    void terminatesTlsByServerNameAndSpeaksTlsAndHttp2Upstream() throws Exception {
        try (RunningEnvoy upstream = RealEnvoy.find().start(upstream());
                RunningEnvoy gateway = gateway(upstream, "shop.example.com", "trust/gateways/ca")) {
            assertThat(get(gateway, "shop.example.com")).contains("200 OK").contains("spoken: HTTP/2");
            assertThat(get(gateway, "other.example.com")).contains("404");
        }
    }

    @Test
    void refusesAnUpstreamWhoseCertificateIsForAnotherName() throws Exception {
        try (RunningEnvoy upstream = RealEnvoy.find().start(upstream());
                RunningEnvoy gateway = gateway(upstream, "shop.example.org", "trust/gateways/ca")) {
            assertThat(get(gateway, "shop.example.com")).contains("503");
        }
    }

    private static RunningEnvoy gateway(RunningEnvoy upstream, String sni, String trust) {
        ClusterIr cluster = Nodes.cluster(
                "upstream",
                new Location.Dns("127.0.0.1", new Port(upstream.port("upstream"))),
                new UpstreamTls(new Hostname(sni), trust, null));
        String port = "gateways/edge/443";
        List<ListenerIr> listeners = List.of(
                listener(port + "/rest", Hostname.ANY),
                listener(
                        port + "/shop",
                        new Hostname("shop.example.com"),
                        route("any", prefix("/"), forward("upstream"))));
        Ir ir = Ir.of(
                List.of(new GatewayIr(
                        gatewayRef("edge"), List.of(new PortIr(port, gatewayRef("edge"), new Port(443), listeners)))),
                List.of(cluster),
                List.of(),
                List.of(
                        certificate("secret/gateways/edge"),
                        new TlsSecretIr.Trust("trust/gateways/ca", object("Secret", "ca"), pem("certificate"))),
                List.of());
        GroupResources resources = new XdsTranslator(XdsOptions.defaults())
                .translate(ir, Memo.empty())
                .group(XdsTranslator.ALL_GROUP);
        return RealEnvoy.find()
                .start(XdsPrinter.print(StaticBootstrap.builder(resources, java.util.Map.of())
                        .clearDynamicResources()
                        .build()));
    }

    private static ListenerIr listener(String name, Hostname sni, RouteIr... routes) {
        return ListenerIr.of(
                name,
                gatewayRef("edge"),
                new Port(443),
                sni,
                new ListenerIr.Tls(List.of("secret/gateways/edge")),
                routes.length == 0 ? List.of() : List.of(host("*", routes)));
    }

    private static String upstream() {
        return """
                admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
                static_resources:
                  listeners:
                  - name: upstream
                    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
                    filter_chains:
                    - transport_socket:
                        name: envoy.transport_sockets.tls
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                          common_tls_context:
                            alpn_protocols: [h2, http/1.1]
                            tls_certificates: [{certificate_chain: {inline_string: "%s"}, private_key: {inline_string: "%s"}}]
                      filters:
                      - name: hcm
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                          stat_prefix: upstream
                          http_filters: [{name: router, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}]
                          route_config:
                            response_headers_to_add: [{header: {key: spoken, value: "%%PROTOCOL%%"}}]
                            virtual_hosts: [{name: any, domains: ["*"], routes: [{match: {prefix: /}, direct_response: {status: 200}}]}]
                """.formatted(escaped("certificate"), escaped("key"));
    }

    private static String escaped(String name) {
        return pem(name).replace("\n", "\\n");
    }

    private static String get(RunningEnvoy gateway, String serverName) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        try (java.net.Socket plain = new java.net.Socket(
                        java.net.InetAddress.getLoopbackAddress(), gateway.port("gateways/edge/443"));
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, plain.getPort(), true)) {
            String request = "GET / HTTP/1.1\r\nhost: " + serverName + "\r\nconnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The gateway's certificate is the test's own. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
