package io.modeenvoy.proc;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.access.Authentication;
import io.modeenvoy.access.Decision;
import io.modeenvoy.access.Denial;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.openai.ApiPath;
import io.modeenvoy.proc.openai.ModelList;
import io.modeenvoy.proc.rule.ModelCatalogue;
import io.modeenvoy.service.AskingProxy.Standing;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is decided at a request's headers, before any of its body is read. Pure. */
sealed interface Door {
    /** The body is wanted. */
    record Open(Admission.Asked asked) implements Door {}

    /** It ends here. */
    record Shut(ApiError error, Headers headers) implements Door {}

    /** The proxy asks for another Gateway's entry. */
    record Foreign(String objection) implements Door {}

    /** The list of models was asked for, or one of them. */
    record Models(ModelList list, @Nullable String id) implements Door {}

    static Door decide(String id, StreamOrigin origin, Head head, ProcPolicies.Snapshot policies, Instant now) {
        AiEntryPolicy entry =
                origin.entry() == null ? null : policies.ai().entries().get(origin.entry());
        if (entry == null || !policies.complete()) {
            return new Shut(Refusals.NOT_READY, new Headers());
        }
        return switch (origin.proxy().standing(entry.gateways())) {
            case Standing.Foreign(String objection) -> new Foreign(objection);
            case Standing.Admitted proxy -> decide(id, entry, proxy, head, policies, now);
        };
    }

    private static Door decide(
            String id,
            AiEntryPolicy entry,
            Standing.Admitted proxy,
            Head head,
            ProcPolicies.Snapshot policies,
            Instant now) {
        if (head.count() > Names.MOST_HEADERS_ASKED) {
            return new Shut(Refusals.tooManyHeaders(head.count()), new Headers());
        }
        if (head.tooLarge()) {
            return new Shut(Refusals.HEADERS, new Headers());
        }
        if (head.severalTokens()) {
            return new Shut(Refusals.SEVERAL_TOKENS, new Headers());
        }
        if (Hops.isLoop(head.get(Hops.HEADER), entry.name())) {
            return new Shut(Refusals.LOOP, new Headers().set("x-should-retry", "false"));
        }
        Authentication who = policies.access().authenticate(head.credentials(proxy), now);
        Optional<ApiError> refused = refused(who, entry, policies.access());
        if (refused.isPresent()) {
            return new Shut(refused.get(), new Headers());
        }
        return switch (ApiPath.parse(head.text(":method"), head.text(":path"))) {
            case ApiPath.Unknown(var error, var allow) ->
                new Shut(error, allow.isEmpty() ? new Headers() : new Headers().set("allow", allow));
            case ApiPath.Models() -> new Models(models(entry, who, head, policies), null);
            case ApiPath.Model(String model) -> model(model, models(entry, who, head, policies));
            case ApiPath.Call call
            when !ContentType.isJson(head.text("content-type")) ->
                new Shut(Refusals.mediaType(head.text("content-type")), new Headers());
            case ApiPath.Call call -> {
                String sender = who instanceof Authentication.Known(Caller caller)
                        ? "consumer " + caller.consumer()
                        : "address " + head.clientNetwork(proxy);
                yield new Open(new Admission.Asked(id, call, head, who, sender, entry, policies));
            }
        };
    }

    /** A bad credential, or none where every route asks for one. */
    private static Optional<ApiError> refused(Authentication who, AiEntryPolicy entry, AccessSnapshot access) {
        return switch (who) {
            case Authentication.Known known -> Optional.empty();
            case Authentication.Failed(Denial denial) -> Optional.of(Refusals.denied(denial));
            case Authentication.Anonymous anonymous -> {
                ApiError first = null;
                for (NamespacedName name : entry.routes()) {
                    switch (access.authorize(anonymous, route(name))) {
                        case Decision.Allow allow -> {
                            yield Optional.empty();
                        }
                        case Decision.Deny(Denial denial) -> first = first == null ? Refusals.denied(denial) : first;
                    }
                }
                yield Optional.ofNullable(first);
            }
        };
    }

    private static Door model(String id, ModelList list) {
        return list.owners().containsKey(id) ? new Models(list, id) : new Shut(ModelList.notFound(id), new Headers());
    }

    private static ModelList models(
            AiEntryPolicy entry, Authentication who, Head head, ProcPolicies.Snapshot policies) {
        return new ModelList(ModelCatalogue.models(
                entry,
                policies.ai(),
                head,
                name -> policies.access().authorize(who, route(name)) instanceof Decision.Allow));
    }

    private static RouteRef route(NamespacedName name) {
        return new RouteRef(RouteRef.Kind.AI_ROUTE, name);
    }
}
