package io.modeenvoy.proc;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.PolicyResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The service in this process, with a clock that stands still. */
final class Bench implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ProcPolicies policies = new ProcPolicies();
    Instant now;
    private final ExtProcService service;
    private final Server server;
    private final ManagedChannel channel;

    Bench(Ledger ledger, ProcOptions options, Instant now, List<? extends PolicyResource> resources) {
        this.now = now;
        World.apply(policies, resources);
        service = new ExtProcService(policies, ledger, meters, options, () -> this.now);
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .directExecutor()
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = FakeEnvoy.channel(name);
    }

    ManagedChannel channel() {
        return channel;
    }

    /** A router-level stream. */
    FakeEnvoy stream(String entry) {
        return new FakeEnvoy(channel, Map.of(Names.ENTRY_METADATA, entry));
    }

    /** Of an Envoy that takes so many replies. */
    FakeEnvoy stream(String entry, int takes) {
        return new FakeEnvoy(channel, Map.of(Names.ENTRY_METADATA, entry), takes);
    }

    /** An attempt-level stream. */
    FakeEnvoy attempt() {
        return new FakeEnvoy(channel, Map.of("x-modeenvoy-level", "attempt"));
    }

    /** A good call whose headers are sent. */
    FakeEnvoy post(String path) {
        return stream(World.ENTRY).requestHeaders(headers("POST", path), false);
    }

    /** A good chat call whose body is sent. */
    FakeEnvoy chat(String body) {
        return post("/v1/chat/completions").requestBody(body, true);
    }

    static Map<String, String> headers(String method, String path) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(":method", method);
        headers.put(":path", path);
        headers.put(":authority", "ai.example.com");
        headers.put("authorization", "Bearer " + World.KEY.text());
        return headers;
    }

    void pass(Duration time) {
        now = now.plus(time);
        service.sweep();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        service.close();
    }
}
