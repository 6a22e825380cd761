package io.modeenvoy.cli;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.policy.NamespacedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a second key for the same consumer and lets the first one expire: both are good in between. */
@Command(
        name = "rotate",
        description =
                "Create a successor of a key and let the old one expire after the overlap. Prints the new key, once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  modeenvoy key rotate examples/quickstart demo/app-1 --overlap 24h",
            "  modeenvoy key rotate --kubeconfig dev.kubeconfig demo/app-1"
        })
final class KeyRotateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "[DIR] NS/NAME",
            arity = "1..2",
            description = "Directory of resources (or: --kubeconfig), and the APIKey object")
    private List<String> where = new ArrayList<>();

    @Mixin
    private final KeyPlace place = new KeyPlace();

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "How long the old key stays good (default: ${DEFAULT-VALUE})")
    private String overlap = "24h";

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "live",
            description = "Environment word inside the key (default: ${DEFAULT-VALUE})")
    private String environment = "live";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NamespacedName old = NameArgument.parse(spec, "NS/NAME", where.getLast());
        Duration both = Lifetime.parse(spec, "--overlap", overlap);
        try (KeyObjects keys = place.open(spec, where.size() == 1 ? null : Path.of(where.getFirst()))) {
            APIKey key = keys.get(old);
            NamespacedName consumer = new NamespacedName(
                    old.namespace(), key.getSpec().consumerRef().name());
            Instant end = earlier(InstantSource.system().instant().plus(both).truncatedTo(ChronoUnit.SECONDS), key);
            NamespacedName successor = keys.freeName(consumer);
            String text = keys.create(
                    successor, consumer, environment, null, key.getSpec().allowedCIDRs());
            spec.commandLine().getOut().println(text); // before anything else can go wrong: nobody can read it again
            spec.commandLine().getOut().flush();
            expire(keys, old, end, successor);
        }
        return ExitCode.GOOD;
    }

    private void expire(KeyObjects keys, NamespacedName old, Instant end, NamespacedName successor) {
        try {
            keys.expire(old, end);
        } catch (CannotException e) {
            throw new CannotException(
                    "APIKey " + successor + " is made, its key is printed above and good; but APIKey " + old
                            + " has not got its end (expected: spec.expiresAt " + end
                            + "; write it by hand, or end the key with: modeenvoy key revoke): " + e.getMessage(),
                    e);
        }
        spec.commandLine().getErr().println("wrote APIKey " + successor + "; APIKey " + old + " is good until " + end);
    }

    /** A key that ends before the overlap does is not made to live longer. */
    private static Instant earlier(Instant end, APIKey key) {
        String own = key.getSpec().expiresAt();
        Instant ends = own == null ? end : OffsetDateTime.parse(own).toInstant();
        return ends.isBefore(end) ? ends : end;
    }
}
