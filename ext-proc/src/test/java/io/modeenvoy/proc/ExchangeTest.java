package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.service.AskingProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Ends that no transport in this process can bring about. */
final class ExchangeTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final StreamOrigin ORIGIN =
            new StreamOrigin(World.ENTRY, StreamOrigin.Level.CALL, new AskingProxy.Neighbour());

    private final FakeLedger ledger = new FakeLedger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deadlines deadlines = new Deadlines();
    private final BodyMemory bodies = new BodyMemory(1 << 20, 1 << 20, meters);
    private final Shared shared = shared();

    private Shared shared() {
        List<PolicyResource> all = new ArrayList<>(World.resources());
        all.add(World.budget(BudgetUnit.TOTAL_TOKENS, BudgetMode.STRICT));
        ProcPolicies policies = new ProcPolicies();
        World.apply(policies, all);
        OpenCalls calls = new OpenCalls();
        return new Shared(
                policies,
                ledger,
                new Settlements(ledger, Duration.ofHours(1), meters),
                calls,
                bodies,
                deadlines,
                new CallMetrics(meters, calls),
                ProcOptions.defaults(),
                () -> NOW);
    }

    @Test
    void givesBackAGrantThatComesBetweenTheCancelAndItsNews() {
        ledger.next = new CompletableFuture<>();
        Stream envoy = new Stream();
        Exchange exchange = new Exchange(shared, ORIGIN, envoy);
        exchange.onNext(headers());
        exchange.onNext(body("{\"model\":\"one\"}"));

        envoy.cancelled = true;
        ledger.next.complete(new ReserveResult.Granted(List.of()));
        exchange.cancelled();

        assertThat(ledger.charged()).containsExactly(0L);
        assertThat(envoy.replies).isEmpty();
    }

    @Test
    void oneStreamThatCannotBeAnsweredDoesNotKeepOthersWaiting() {
        Exchange broken = new Exchange(shared, ORIGIN, new Stream(new IllegalStateException("closed")));
        Stream envoy = new Stream();
        Exchange waiting = new Exchange(shared, ORIGIN, envoy);
        broken.onNext(headers());
        waiting.onNext(headers());

        assertThatCode(() -> deadlines.sweep(NOW.plus(Duration.ofMinutes(2)))).doesNotThrowAnyException();

        assertThat(envoy.replies).hasSize(1);
    }

    @Test
    void aStreamThatCannotBeAnsweredIsClosedWhenItEnds() {
        Exchange broken = new Exchange(shared, ORIGIN, new Stream(new IllegalStateException("closed")));
        broken.onNext(headers());
        broken.onNext(body("{\"model\":\"one\"}"));
        broken.cancelled();

        assertThat(meters.get("modeenvoy.ext_proc.exchanges").gauge().value()).isZero();
        assertThat(deadlines.size()).isZero();
        assertThat(bodies.held()).isZero();
        assertThat(ledger.settled).hasSize(1);
    }

    @Test
    void aBodyCountsUntilEnvoyHasTakenIt() {
        Stream envoy = new Stream();
        Exchange exchange = new Exchange(shared, ORIGIN, envoy);
        String text = "{\"model\":\"one\"}";
        exchange.onNext(headers());
        envoy.ready = false;
        exchange.onNext(body(text));

        assertThat(bodies.held()).isEqualTo(text.length());
        assertThat(envoy.replies).isEmpty();

        envoy.ready = true;
        exchange.ready();

        assertThat(bodies.held()).isZero();
        assertThat(envoy.replies).hasSize(2);
    }

    @Test
    void isClosedOnceThoughEnvoyGoesOnAfterOurAnswer() {
        Stream envoy = new Stream();
        Exchange exchange = new Exchange(shared, ORIGIN, envoy);
        exchange.onNext(headers());
        exchange.onNext(body("no JSON"));
        exchange.onNext(ProcessingRequest.newBuilder()
                .setResponseHeaders(HttpHeaders.getDefaultInstance())
                .build());
        exchange.cancelled();

        assertThat(meters.get("modeenvoy.ext_proc.exchanges").gauge().value()).isZero();
    }

    /** The body and the credential of a call are for the proxy that asked for it. */
    @Test
    void anAttemptIsWrittenForTheProxyOfItsExchangeOnly() {
        Stream envoy = new Stream();
        Exchange exchange = new Exchange(shared, ORIGIN, envoy);
        exchange.onNext(headers());
        exchange.onNext(body("{\"model\":\"two\"}"));
        ProcessingRequest attempt = ProcessingRequest.newBuilder()
                .setRequestHeaders(HttpHeaders.getDefaultInstance())
                .putAttributes(
                        "envoy.filters.http.ext_proc",
                        Struct.newBuilder()
                                .putFields(
                                        Attempt.BACKEND_ATTRIBUTE,
                                        Value.newBuilder()
                                                .setStringValue("pay/first@real")
                                                .build())
                                .build())
                .setMetadataContext(Metadata.newBuilder()
                        .putFilterMetadata(
                                "modeenvoy",
                                envoy.replies
                                        .getFirst()
                                        .getDynamicMetadata()
                                        .getFieldsOrThrow("modeenvoy")
                                        .getStructValue()))
                .build();

        Stream foreign = new Stream();
        new Attempt(shared.calls(), new Other(), foreign).onNext(attempt);
        Stream own = new Stream();
        new Attempt(shared.calls(), ORIGIN.proxy(), own).onNext(attempt);

        assertThat(foreign.replies.getFirst().hasImmediateResponse()).isTrue();
        assertThat(own.replies.getFirst().toString()).contains("Bearer sk-first");
    }

    /** Of the same Gateway, by another certificate. */
    private record Other() implements AskingProxy {
        @Override
        public Object identity() {
            return this;
        }

        @Override
        public Standing standing(List<NamespacedName> gateways) {
            return new Standing.OfGateway();
        }
    }

    private static ProcessingRequest headers() {
        return ProcessingRequest.newBuilder()
                .setRequestHeaders(HttpHeaders.newBuilder()
                        .setHeaders(HeaderMap.newBuilder()
                                .addAllHeaders(FakeEnvoy.lines(Bench.headers("POST", "/v1/chat/completions")))))
                .build();
    }

    private static ProcessingRequest body(String text) {
        return ProcessingRequest.newBuilder()
                .setRequestBody(HttpBody.newBuilder()
                        .setBody(ByteString.copyFromUtf8(text))
                        .setEndOfStream(true))
                .build();
    }

    /** The way back to Envoy, which may be gone or broken. */
    private static final class Stream extends ServerCallStreamObserver<ProcessingResponse> {
        private final List<ProcessingResponse> replies = new ArrayList<>();
        private final List<RuntimeException> failures;
        private boolean cancelled;
        private boolean ready = true;

        Stream(RuntimeException... failures) {
            this.failures = List.of(failures);
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public void onNext(ProcessingResponse reply) {
            for (RuntimeException failure : failures) {
                throw failure;
            }
            replies.add(reply);
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }
}
