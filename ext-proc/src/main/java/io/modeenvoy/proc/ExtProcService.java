package io.modeenvoy.proc;

import io.envoyproxy.envoy.service.ext_proc.v3.ExternalProcessorGrpc;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.ledger.Ledger;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service Envoy calls for AI routes, at the router level and at the attempt level. Never blocks: made for directExecutor. */
public final class ExtProcService implements BindableService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExtProcService.class);

    private final Shared shared;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("ext-proc-deadlines").unstarted(task));
    private final ScheduledFuture<?> sweeping;

    public ExtProcService(
            ProcPolicies policies, Ledger ledger, MeterRegistry meters, ProcOptions options, InstantSource clock) {
        OpenCalls calls = new OpenCalls();
        CallMetrics metrics = new CallMetrics(meters, calls);
        Settlements settlements = new Settlements(ledger, options.reservationTtl(), meters);
        BodyMemory bodies = new BodyMemory(options.allBodyBytes(), options.callerBodyBytes(), meters);
        Deadlines deadlines = new Deadlines();
        meters.gauge("modeenvoy.ext_proc.deadlines", deadlines, Deadlines::size);
        shared = new Shared(policies, ledger, settlements, calls, bodies, deadlines, metrics, options, clock);
        sweeping = sweeper.scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** Ends what waits too long, and tells the ledger again what it did not take; done every second, whatever goes wrong. */
    void sweep() {
        try {
            shared.deadlines().sweep(shared.clock().instant());
            shared.settlements().sweep();
        } catch (RuntimeException | Error e) {
            LOG.error("sweep.failed", e);
        }
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerInterceptors.intercept(new Streams(), new StreamOrigin.Interceptor());
    }

    /** Stops the sweep, and tries a last time to settle what is not settled. To be called after the end of the server, with which the streams end. */
    @Override
    public void close() {
        sweeping.cancel(false);
        sweeper.shutdown();
        shared.settlements().close();
    }

    /** Opens the right kind of stream. */
    private final class Streams extends ExternalProcessorGrpc.ExternalProcessorImplBase {
        @Override
        public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> responses) {
            StreamOrigin origin = StreamOrigin.KEY.get();
            ServerCallStreamObserver<ProcessingResponse> envoy =
                    (ServerCallStreamObserver<ProcessingResponse>) responses;
            return switch (origin.level()) {
                case CALL -> exchange(origin, envoy);
                case ATTEMPT -> new Attempt(shared.calls(), origin.proxy(), envoy);
                case FIRST_TOKEN -> firstToken(envoy);
            };
        }

        private static FirstToken firstToken(ServerCallStreamObserver<ProcessingResponse> envoy) {
            FirstToken firstToken = new FirstToken(envoy);
            envoy.setOnReadyHandler(firstToken::ready);
            return firstToken;
        }

        private Exchange exchange(StreamOrigin origin, ServerCallStreamObserver<ProcessingResponse> envoy) {
            Exchange exchange = new Exchange(shared, origin, envoy);
            envoy.setOnCancelHandler(exchange::cancelled);
            envoy.setOnReadyHandler(exchange::ready);
            return exchange;
        }
    }
}
