package io.modeenvoy.authz;

import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.access.Decision;
import io.modeenvoy.access.Denial;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.service.AskingProxy;
import io.modeenvoy.service.VerifiedClaims;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers Envoy's question for one request. Never blocks, keeps nothing, and whatever is unclear is refused. */
final class AuthorizationService extends AuthorizationGrpc.AuthorizationImplBase {
    private final AccessState state;
    private final InstantSource clock;
    private final DecisionMetrics metrics;

    AuthorizationService(AccessState state, InstantSource clock, DecisionMetrics metrics) {
        this.state = state;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> response) {
        CheckResponse answer;
        try {
            answer = answer(request.getAttributes());
        } catch (StatusRuntimeException e) {
            response.onError(e);
            return;
        }
        response.onNext(answer);
        response.onCompleted();
    }

    private CheckResponse answer(AttributeContext attributes) {
        RequestHeaders headers = new RequestHeaders(attributes.getRequest().getHttp());
        RouteRef route = route(attributes);
        return switch (decide(attributes, headers, route)) {
            case Decision.Deny(var denial) -> {
                metrics.denied(denial);
                yield Answers.deny(denial, route);
            }
            case Decision.Allow(var caller, var budgets) -> {
                metrics.allowed();
                yield Answers.allow(caller, route, CredentialHeaders.holdingOurKeys(headers));
            }
        };
    }

    private Decision decide(AttributeContext attributes, RequestHeaders headers, @Nullable RouteRef route) {
        AccessSnapshot snapshot = state.current();
        List<Map<String, String>> tokens = VerifiedClaims.in(attributes.getMetadataContext());
        if (snapshot == null) {
            return deny(Refusals.NOT_READY);
        } else if (route == null) {
            return deny(Refusals.NO_ROUTE);
        } else if (headers.count() > Names.MOST_HEADERS_ASKED) {
            return deny(Refusals.tooManyHeaders(headers.count()));
        } else if (Paths.ambiguous(attributes.getRequest().getHttp().getPath())) {
            return deny(Refusals.AMBIGUOUS_PATH);
        } else if (tokens.size() > 1) {
            return deny(Refusals.SEVERAL_TOKENS);
        }
        Map<String, String> claims = tokens.isEmpty() ? Map.of() : tokens.getFirst();
        AskingProxy.Standing.Admitted proxy = AskingProxy.current().require(snapshot.gatewaysOf(route));
        return snapshot.decide(credentials(attributes, proxy, headers, claims), route, clock.instant());
    }

    private static Credentials credentials(
            AttributeContext attributes,
            AskingProxy.Standing.Admitted proxy,
            RequestHeaders headers,
            Map<String, String> claims) {
        String address = attributes.getSource().getAddress().getSocketAddress().getAddress();
        return new Credentials(
                headers.values(CredentialHeaders.AUTHORIZATION),
                CredentialHeaders.API_KEYS.stream()
                        .flatMap(name -> headers.values(name).stream())
                        .toList(),
                proxy.clientAddress(address.isEmpty() ? null : address),
                claims);
    }

    private static @Nullable RouteRef route(AttributeContext attributes) {
        String route = attributes.getContextExtensionsMap().getOrDefault(Names.ROUTE_EXTENSION, "");
        try {
            return RouteRef.parse(route);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Decision deny(Denial denial) {
        return new Decision.Deny(denial);
    }
}
