package io.modeenvoy.crd;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The page of the limits, for people who write resources and for those who run the control plane. */
final class LimitsPage {
    static final Path FILE = Path.of("../docs/reference/limits.md");

    private LimitsPage() {}

    static String text() {
        return """
                # Limits

                <!-- Generated from SizeLimit in crd/; a test compares. Rewrite: mvn -pl crd test -Dcrd.update -->

                How large a text of a user's may be. Size is judged before any work is done on the text, so that no object of one tenant takes the time or memory of all: what is beyond a limit is told on the
                object and field, and everything else goes on. Beyond these, every list of our own kinds has a longest length and every text a most of characters in its CRD ([resources](resources.md)), and the
                Gateway API's CRDs have theirs (16 rules and 128 matches of an HTTPRoute, 64 listeners of a Gateway, ...); file mode checks by the same. In a cluster etcd takes about 1.5 MB of an object.

                The rules of the CRDs (CEL) and their patterns are ours and the Gateway API's own; a user writes values for them, never rules. An API server bounds what they cost by those lengths.

                | of | at most | beyond it |
                | --- | --- | --- |
                %s

                An instruction is one step of a compiled regular expression: a letter, a class such as `[a-z0-9]`, one round of a repetition. Repetitions multiply: `([a-z]{30}/){20}` has about 600. Where case
                is ignored (`(?i)`), a class has no character beyond ASCII, and `\\x{...}` is not written: RE2/J does not find the cases of some. Write both cases instead.

                What is said of a mistake is made printable: control characters, line separators, what turns the direction of a line and the like are shown by their numbers (`\\u001b`).

                No limit is a promise on the whole: how many objects a tenant may have is for Kubernetes' ResourceQuota to say (`count/httproutes.gateway.networking.k8s.io`).
                """.formatted(
                        Arrays.stream(SizeLimit.values()).map(SizeLimit::row).collect(Collectors.joining("\n")));
    }
}
