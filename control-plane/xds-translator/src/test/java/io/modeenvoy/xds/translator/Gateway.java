package io.modeenvoy.xds.translator;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.Names;
import io.modeenvoy.testkit.dns.FakeDns;
import io.modeenvoy.testkit.envoy.RealEnvoy;
import io.modeenvoy.testkit.envoy.RunningEnvoy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The real Envoy with what the translator makes of an IR, beside services of the test. */
final class Gateway implements AutoCloseable {
    private final Path log;
    private final Server services;
    private final RunningEnvoy envoy;
    private final HttpClient client = HttpClient.newHttpClient();

    private Gateway(Path log, Server services, RunningEnvoy envoy) {
        this.log = log;
        this.services = services;
        this.envoy = envoy;
    }

    static Gateway start(Ir ir, BindableService... services) throws IOException {
        return start(ir, null, services);
    }

    /** With names looked up at {@code dns}; null = as on this machine. */
    static Gateway start(Ir ir, @Nullable FakeDns dns, BindableService... services) throws IOException {
        Path log = Files.createTempFile("access", ".log");
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (BindableService service : services) {
            builder.addService(intercepted(service));
        }
        Server server = builder.build().start();
        Map<String, Integer> ports = new TreeMap<>();
        for (String cluster : List.of(
                Names.EXT_PROC_CLUSTER,
                Names.EXT_PROC_ATTEMPT_CLUSTER,
                Names.EXT_AUTHZ_CLUSTER,
                Names.EXT_RATELIMIT_CLUSTER)) {
            ports.put(cluster, server.getPort());
        }
        XdsOptions options = XdsOptions.defaults().withAccessLog(new XdsOptions.AccessLog.File(log.toString()));
        GroupResources resources =
                new XdsTranslator(options).translate(ir, Memo.empty()).group(XdsTranslator.ALL_GROUP);
        var bootstrap = StaticBootstrap.builder(resources, ports);
        bootstrap.clearDynamicResources();
        return new Gateway(
                log,
                server,
                RealEnvoy.find()
                        .start(
                                XdsPrinter.print(bootstrap.build()),
                                "--file-flush-interval-msec",
                                "10",
                                "--config-yaml",
                                dns == null ? "{}" : resolver(dns)));
    }

    /** Joined with the bootstrap. */
    private static String resolver(FakeDns dns) {
        return """
                typed_dns_resolver_config:
                  name: envoy.network.dns_resolver.cares
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
                    resolvers: [{socket_address: {address: 127.0.0.1, port_value: %d}}]
                """.formatted(dns.port());
    }

    private static ServerServiceDefinition intercepted(BindableService service) {
        return service instanceof ServerInterceptor interceptor
                ? ServerInterceptors.intercept(service, interceptor)
                : service.bindService();
    }

    int port() {
        return envoy.port("gateways/edge/80");
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> options(String path, String... headers) throws Exception {
        return send("OPTIONS", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a request line as it stands, which HTTP clients would clean, and gives the status line. */
    String raw(String requestLine) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write((requestLine + "\r\nhost: any\r\nconnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    /** The access log once it has {@code lines} lines. */
    List<String> log(int lines) {
        envoy.await("logging", Duration.ofSeconds(10), () -> read().size() >= lines);
        return read();
    }

    private List<String> read() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits for what Envoy does by itself. */
    void await(String what, BooleanSupplier condition) {
        envoy.await(what, Duration.ofSeconds(60), condition);
    }

    String envoyLog() {
        return envoy.log();
    }

    @Override
    public void close() {
        envoy.close();
        services.shutdownNow();
    }
}
