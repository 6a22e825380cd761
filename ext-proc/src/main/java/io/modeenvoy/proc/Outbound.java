package io.modeenvoy.proc;

import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.proc.rule.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Headers of the request as an upstream gets them. */
final class Outbound {
    /** What a client may prove itself with, here or elsewhere on our host, and what chooses which account of a provider's key is billed. */
    private static final List<String> CREDENTIALS = List.of(
            "authorization",
            "x-api-key",
            "api-key",
            "proxy-authorization",
            "cookie",
            "openai-organization",
            "openai-project");

    private static final List<String> ENCODINGS = List.of("accept-encoding", "content-encoding");

    private Outbound() {}

    /** For the only backend of a rule; empty = its credential is not there. */
    static Optional<Headers> single(Call call, Target target, int length) {
        return written(call, target, "content-length", length)
                .map(headers -> headers.set(Names.RULE_HEADER, selector(call))
                        .remove(CREDENTIALS)
                        .remove(ENCODINGS));
    }

    /** For a rule of several backends: the attempt writes the rest. */
    static Headers several(Call call, int length) {
        return new Headers()
                .set(Names.RULE_HEADER, selector(call))
                .set("content-type", ContentType.JSON)
                .set("content-length", Integer.toString(length))
                .remove(CREDENTIALS)
                .remove(ENCODINGS);
    }

    private static String selector(Call call) {
        return call.choice().rule().selector(name -> call.policies().providers().get(name.toString()));
    }

    /**
     * For one attempt; empty = the backend's credential is not there. What an earlier attempt wrote for another backend is taken away. Envoy drops the content-length
     * where a body is replaced, and puts it back from a header of ours.
     */
    static Optional<Headers> attempt(Call call, Target target, int length) {
        Set<String> others = new TreeSet<>(CREDENTIALS);
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
        Headers headers = new Headers()
                .set(
                        ":path",
                        target.provider().basePath()
                                + call.path().endpoint().tail()
                                + Query.merged(target.provider().query(), call.path().query()))
                .set("content-type", ContentType.JSON)
                .set("accept-encoding", "identity")
                .set(lengthHeader, Integer.toString(length));
        ProviderPolicy.Credential credential = target.provider().credential();
        if (credential == null) {
            return Optional.of(headers);
        }
        SecretValue secret = call.policies().secrets().get(credential.secretName());
        return secret == null
                ? Optional.empty()
                : Optional.of(headers.set(
                        credential.header(), credential.prefix() + secret.text().strip()));
    }
}
