package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpBody;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.openai.ModelList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One AI call from its headers to the end of its answer. Every event runs in turn; all fields are owned by the turns. */
final class Exchange implements StreamObserver<ProcessingRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Shared shared;
    private final StreamOrigin origin;
    private final Outlet outlet;
    private final Intake intake;
    private final SynchronizationContext turns = new SynchronizationContext((thread, failure) -> failed(failure));
    private final String id = UUID.randomUUID().toString();
    private final Instant start;
    private final Alarm alarm;
    private boolean lingers;
    private Phase phase = new Phase.Opening();
    private @Nullable Completion completion;

    Exchange(Shared shared, StreamOrigin origin, ServerCallStreamObserver<ProcessingResponse> envoy) {
        this.shared = shared;
        this.origin = origin;
        this.outlet = new Outlet(envoy);
        this.intake = new Intake(shared.options(), shared.bodies());
        this.start = shared.clock().instant();
        this.alarm = new Alarm(shared.deadlines(), this);
        shared.metrics().opened();
    }

    @Override
    public void onNext(ProcessingRequest request) {
        turns.execute(() -> receive(request));
    }

    @Override
    public void onError(Throwable cancelled) {
        cancelled();
    }

    /** The stream is gone. */
    void cancelled() {
        turns.execute(this::end);
    }

    /** Envoy takes more. */
    void ready() {
        turns.execute(() -> {
            send(List.of());
            letGoOfTheCut();
        });
    }

    /** Envoy has nothing more to say. */
    @Override
    public void onCompleted() {
        turns.execute(() -> {
            end();
            outlet.complete();
        });
    }

    /** Called by the sweep. */
    void checkDeadline(Instant now) {
        if (alarm.isDue(now)) {
            turns.execute(() -> late(now));
        }
    }

    /** Called by the streams of attempts. */
    private void attempt(Bounds backend, boolean connected) {
        Instant now = shared.clock().instant();
        turns.execute(() -> completed().attempts().begin(backend, connected, now));
    }

    private void receive(ProcessingRequest request) {
        switch (request.getRequestCase()) {
            case REQUEST_HEADERS -> requestHeaders(request);
            case REQUEST_BODY -> requestBody(request.getRequestBody());
            case REQUEST_TRAILERS -> requestTrailers();
            case RESPONSE_HEADERS -> responseHeaders(request);
            case RESPONSE_BODY -> responseBody(request.getResponseBody());
            case RESPONSE_TRAILERS -> responseTrailers();
            case REQUEST_NOT_SET -> LOG.warn("exchange.unknown_message exchange={}", id);
        }
    }

    private void requestHeaders(ProcessingRequest request) {
        if (!(phase instanceof Phase.Opening)) {
            return; // there is one beginning
        }
        Head head = Head.ofRequest(request);
        lingers = HeldRefusal.isWanted(request);
        var policies = shared.policies().asOf(Head.begun(request));
        switch (Door.decide(id, origin, head, policies, shared.clock().instant())) {
            case Door.Shut(ApiError error, Headers headers) -> refuse(error, headers);
            case Door.Foreign(String objection) -> {
                end();
                outlet.fail(Status.PERMISSION_DENIED.withDescription(objection));
            }
            case Door.Models(ModelList list, var model) ->
                answer(Replies.models(list, model, known().build()), "models");
            case Door.Open(Admission.Asked asked) -> {
                ApiError refusal = intake.announced(asked);
                if (refusal != null) {
                    refuse(refusal, new Headers());
                } else if (request.getRequestHeaders().getEndOfStream()) {
                    decide(asked, ByteString.EMPTY);
                } else {
                    await(
                            new Phase.Receiving(asked, ByteString.EMPTY),
                            shared.options().bodyIdle());
                }
            }
        }
    }

    private void requestBody(HttpBody chunk) {
        if (phase instanceof Phase.Refusing(HeldRefusal refused)) {
            refused.takes(chunk).ifPresentOrElse(left -> phase = new Phase.Refusing(left), this::refuseNow);
        }
        if (!(phase instanceof Phase.Receiving(Admission.Asked asked, ByteString body))) {
            return; // answered already
        }
        lingers &= !chunk.getEndOfStream();
        ApiError refusal = intake.arrived(body, chunk.getBody());
        ByteString whole = body.concat(chunk.getBody());
        if (refusal != null) {
            refuse(refusal, new Headers());
        } else if (chunk.getEndOfStream()) {
            decide(asked, whole);
        } else {
            await(new Phase.Receiving(asked, whole), shared.options().bodyIdle());
        }
    }

    /** The end of a body is told in one way only: Envoy 1.40 sends the body of a request with trailers to the upstream twice. */
    private void requestTrailers() {
        if (phase instanceof Phase.Receiving) {
            answer(Refusals.TRAILERS, new Headers());
        } else {
            refuseNow();
        }
    }

    private void refuseNow() {
        if (phase instanceof Phase.Refusing(HeldRefusal refused)) {
            answer(refused.error(), refused.headers());
        }
    }

    /** Answers with an error, if need be when the client has sent the rest of its body. */
    private void refuse(ApiError error, Headers headers) {
        if (!lingers) {
            answer(error, headers);
            return;
        }
        intake.release();
        await(new Phase.Refusing(HeldRefusal.of(error, headers)), HeldRefusal.LONGEST);
    }

    private void decide(Admission.Asked asked, ByteString whole) {
        switch (Admission.decide(asked, whole, shared.options().defaultOutput())) {
            case Admission.Refused(ApiError error) -> answer(error, new Headers());
            case Admission.Admitted(Call call) -> reserve(call, whole);
        }
    }

    private void reserve(Call call, ByteString body) {
        Completion own = new Completion(shared, call, start);
        completion = own;
        if (!own.reservation().needed()) {
            forward(call, body);
            return;
        }
        await(new Phase.Deciding(call, body), shared.options().ledgerTimeout());
        own.reservation().reserve().whenComplete((result, failure) -> turns.execute(() -> reserved(result, failure)));
    }

    private void reserved(@Nullable ReserveResult result, @Nullable Throwable failure) {
        if (!(phase instanceof Phase.Deciding(Call call, ByteString body)) || outlet.isCancelled()) {
            return; // over, and given back; or just about to be
        }
        switch (result) {
            case null -> {
                LOG.warn("reserve.failed exchange={} reason={}", id, String.valueOf(failure));
                completed().giveBack();
                answer(Refusals.LEDGER, new Headers());
            }
            case ReserveResult.Granted granted -> forward(call, body);
            case ReserveResult.Denied denied -> denied(Refusals.overBudget(denied, call.holds()), denied.retryAt());
            case ReserveResult.Closed closed -> denied(Refusals.closed(closed), closed.opensAt());
        }
    }

    private void denied(ApiError error, Instant retryAt) {
        completed().reservation().denied();
        answer(error, Refusals.retryAfter(retryAt, shared.clock().instant()));
    }

    private void forward(Call call, ByteString body) {
        Optional<List<ProcessingResponse>> messages = Forwarding.messages(call, body);
        if (messages.isEmpty()) {
            completed().giveBack();
            answer(Refusals.NO_CREDENTIAL, new Headers());
            return;
        }
        if (call.attemptLevel()) {
            shared.calls().keep(new OpenCalls.Kept(call, body, origin.proxy(), this::attempt));
        }
        completed().attempts().sent(shared.clock().instant());
        enter(new Phase.Forwarded(call));
        send(messages.get());
    }

    private void responseHeaders(ProcessingRequest request) {
        if (phase instanceof Phase.Forwarded(Call call)) {
            shared.calls().forget(call.id());
            go(AnswerStep.headers(call, completed(), request, shared.clock().instant()));
            return;
        }
        if (phase instanceof Phase.Deciding) {
            completed().giveBack();
        }
        if (!(phase instanceof Phase.Ended)) {
            enter(new Phase.Passing());
        }
        send(Replies.RESPONSE_HEADERS_UNCHANGED);
    }

    private void responseBody(HttpBody chunk) {
        if (phase instanceof Phase.Relaying(Call call, Answer answer)) {
            go(AnswerStep.body(call, completed(), answer, chunk, shared.clock().instant()));
        } else if (phase instanceof Phase.Cut) {
            letGo();
        } else {
            send(Replies.RESPONSE_BODY_UNCHANGED);
        }
    }

    private void responseTrailers() {
        if (phase instanceof Phase.Relaying(Call call, Answer answer)) {
            go(AnswerStep.trailers(completed(), answer, shared.clock().instant()));
        } else {
            send(Replies.RESPONSE_TRAILERS_UNCHANGED);
        }
    }

    private void go(AnswerStep step) {
        enter(step.next());
        send(step.replies());
        letGoOfTheCut();
        if (phase instanceof Phase.Relaying(Call call, Answer answer) && !intake.hasRoomFor(answer, outlet)) {
            completed().served(answer, "gateway_full");
            letGo();
        }
    }

    /** As soon as its last words are out; the provider may say nothing more. */
    private void letGoOfTheCut() {
        if (phase instanceof Phase.Cut && outlet.isEmpty()) {
            letGo();
        }
    }

    /** Envoy ends the answer of a failed exchange for its client and its provider. */
    private void letGo() {
        close();
        outlet.fail(Status.ABORTED.withDescription("the answer was cut"));
    }

    /** The stream is over, at whatever point: what was used until now is settled. */
    private void end() {
        Phase last = phase;
        if (last instanceof Phase.Ended) {
            return;
        }
        close();
        switch (last) {
            case Phase.Deciding deciding -> completed().giveBack();
            case Phase.Forwarded(Call call) -> {
                shared.calls().forget(call.id());
                completed().cut();
            }
            case Phase.Relaying(Call call, Answer answer) -> completed().served(answer, "cut");
            case Phase.Opening _, Phase.Receiving _, Phase.Cut _, Phase.Refusing _, Phase.Passing _, Phase.Ended _ -> {}
        }
    }

    private void late(Instant now) {
        if (!alarm.isDue(now)) {
            return; // something came meanwhile
        } else if (phase instanceof Phase.Receiving) {
            answer(Refusals.TOO_SLOW, new Headers());
        } else if (phase instanceof Phase.Deciding) {
            completed().giveBack();
            answer(Refusals.LEDGER, new Headers());
        } else {
            refuseNow();
        }
    }

    /** Our own failure. One in telling Envoy of it must not stop the turns that are to come: the end of the stream is one. */
    private void failed(Throwable failure) {
        LOG.error("exchange.failed exchange={} phase={}", id, phase.word(), failure);
        try {
            giveUp();
        } catch (RuntimeException | Error e) {
            LOG.error("exchange.failed exchange={} phase={}", id, phase.word(), e);
        }
        if (completion != null) {
            completion.abandoned();
        }
    }

    /** Never by closing the stream well, for then the request would pass unprocessed. */
    private void giveUp() {
        switch (phase) {
            case Phase.Opening _, Phase.Receiving _, Phase.Refusing _ -> answer(Refusals.INTERNAL, new Headers());
            case Phase.Deciding _ -> {
                completed().giveBack();
                answer(Refusals.INTERNAL, new Headers());
            }
            case Phase.Forwarded _, Phase.Relaying _, Phase.Cut _, Phase.Passing _ -> {
                end();
                outlet.fail(Status.INTERNAL.withDescription("exchange failed"));
            }
            case Phase.Ended _ -> {}
        }
    }

    private void answer(ApiError error, Headers headers) {
        CallMetadata metadata = completion == null ? known() : completion.call().metadata();
        var told = metadata.put("denied", error.code()).build();
        answer(Replies.error(error, headers, told), error.code());
    }

    private void answer(ProcessingResponse reply, String code) {
        shared.metrics().answered(code);
        close();
        send(reply);
    }

    /** No longer open, whether or not Envoy's stream still is. */
    private void close() {
        enter(new Phase.Ended());
        shared.metrics().closed();
        intake.release();
    }

    private CallMetadata known() {
        return new CallMetadata().put("exchange", id);
    }

    private Completion completed() {
        return Objects.requireNonNull(completion, "no call yet");
    }

    private void await(Phase next, Duration longest) {
        phase = next;
        alarm.set(shared.clock().instant().plus(longest));
    }

    private void enter(Phase next) {
        phase = next;
        alarm.clear();
    }

    private void send(ProcessingResponse response) {
        send(List.of(response));
    }

    private void send(List<ProcessingResponse> messages) {
        outlet.send(messages);
        if (outlet.isEmpty() && !phase.needsBody()) {
            intake.release();
        }
    }
}
