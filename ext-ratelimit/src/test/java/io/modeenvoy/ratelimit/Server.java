package io.modeenvoy.ratelimit;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.ledger.RemoteLedger;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.PolicyChange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The services over a memory ledger, called through gRPC in this process. */
final class Server implements AutoCloseable {
    final TestClock clock = new TestClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RateLimitServices services;
    private final io.grpc.Server server;
    private final ManagedChannel channel;

    Server() {
        this(clock -> new MemoryLedger(clock, Journal.none()));
    }

    Server(Function<TestClock, Ledger> ledger) {
        services = new RateLimitServices(ledger.apply(clock), clock, meters);
        String name = UUID.randomUUID().toString();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
        services.services().forEach(builder::addService);
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    Server with(BudgetPolicy... budgets) {
        Map<String, PolicyResource> upserts = new HashMap<>();
        for (BudgetPolicy budget : budgets) {
            upserts.put(budget.id(), budget);
        }
        services.subscriber().apply(new PolicyChange(PolicyTypes.BUDGET, upserts, Set.of()));
        return this;
    }

    void without(BudgetPolicy budget) {
        services.subscriber().apply(new PolicyChange(PolicyTypes.BUDGET, Map.of(), Set.of(budget.id())));
    }

    RemoteLedger ledger() {
        return new RemoteLedger(channel);
    }

    RateLimitResponse ask(RateLimitDescriptor... descriptors) {
        return ask(RateLimitRequest.newBuilder()
                .setDomain("modeenvoy")
                .addAllDescriptors(List.of(descriptors))
                .build());
    }

    RateLimitResponse ask(RateLimitRequest request) {
        return RateLimitServiceGrpc.newBlockingStub(channel).shouldRateLimit(request);
    }

    Status failure(RateLimitRequest request) {
        try {
            throw new AssertionError("answered " + ask(request));
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    double decisions(String result) {
        return meters.get("modeenvoy.ratelimit.decisions")
                .tag("result", result)
                .counter()
                .count();
    }

    /** A descriptor from pairs of key and value. */
    static RateLimitDescriptor descriptor(String... pairs) {
        RateLimitDescriptor.Builder descriptor = RateLimitDescriptor.newBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            descriptor.addEntriesBuilder().setKey(pairs[i]).setValue(pairs[i + 1]);
        }
        return descriptor.build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
