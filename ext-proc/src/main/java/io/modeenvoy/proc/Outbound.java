package io.modeenvoy.proc;

import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.proc.rule.Target;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Headers of the request as an upstream gets them: those written here and those that {@link CallerHeaders} lets through. */
final class Outbound {
    /** Who calls is no provider's business, not even by which program; some refuse a request that names none. */
    private static final String USER_AGENT = "modeenvoy";

    private Outbound() {}

    /** For the only backend of a rule; empty = its credential is not there. */
    static Optional<Headers> single(Call call, Target target, int length) {
        return written(call, target, "content-length", length)
                .map(headers -> routed(headers, call).remove(call.headers().withheld()));
    }

    /** For a rule of several backends: the attempt writes the rest. */
    static Headers several(Call call, int length) {
        return routed(ours(), call)
                .set("content-length", Integer.toString(length))
                .remove(call.headers().withheld());
    }

    /** Which route of Envoy's it takes, and where it has been. */
    private static Headers routed(Headers headers, Call call) {
        headers.set(Names.RULE_HEADER, selector(call)).set(Hops.HEADER, call.hops());
        return call.scan().stream() ? headers : headers.set(Names.WHOLE_ANSWER_HEADER, "true");
    }

    private static String selector(Call call) {
        return call.choice().rule().selector(name -> call.policies().providers().get(name.toString()));
    }

    /**
     * For one attempt; empty = the backend's credential is not there. What an earlier attempt wrote for another backend is taken away. Envoy drops the content-length
     * where a body is replaced, and puts it back from a header of ours.
     */
    static Optional<Headers> attempt(Call call, Target target, int length) {
        Set<String> others = new TreeSet<>(call.headers().forwardable());
        call.backends().forEach(bounds -> {
            ProviderPolicy.Credential credential = bounds.target().provider().credential();
            if (credential != null) {
                others.add(credential.header());
            }
        });
        return written(call, target, Names.LENGTH_HEADER, length)
                .map(headers ->
                        headers.set(":authority", target.provider().authority()).remove(others));
    }

    private static Optional<Headers> written(Call call, Target target, String lengthHeader, int length) {
        ProviderPolicy provider = target.provider();
        Headers headers = ours().set(
                        ":path",
                        provider.basePath()
                                + call.path().endpoint().tail()
                                + Query.merged(provider.query(), call.path().query()))
                .set(lengthHeader, Integer.toString(length));
        call.headers().forwarded(provider.profile()).forEach(headers::set);
        ProviderPolicy.Credential credential = provider.credential();
        if (credential == null) {
            return Optional.of(headers);
        }
        SecretValue secret = call.policies().secrets().get(credential.secretName());
        return secret == null
                ? Optional.empty()
                : Optional.of(headers.set(
                        credential.header(), credential.prefix() + secret.text().strip()));
    }

    /** What every provider is told: how the body was read here, and that an answer must be readable to be metered. */
    private static Headers ours() {
        return new Headers()
                .set("content-type", ContentType.JSON)
                .set("accept-encoding", "identity")
                .set("user-agent", USER_AGENT);
    }
}
