package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.Diagnostic.Severity;
import io.modeenvoy.ir.ObjectRef;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys that will soon be no longer good, or are not any more: what only time changes of an object's status. Pure. */
public final class KeyExpiry {
    /** So long before its end a key is warned of. */
    public static final Duration SOON = Duration.ofDays(7);

    private static final String FIELD = "spec.expiresAt";

    private KeyExpiry() {}

    /** What is to be said of an object {@code now}: at most one warning. */
    static List<Diagnostic> warnings(ObjectRef ref, HasMetadata object, Instant now) {
        return end(object)
                .filter(end -> !now.isBefore(end.minus(SOON)))
                .map(end -> List.of(now.isBefore(end) ? soon(ref, end) : over(ref, end)))
                .orElse(List.of());
    }

    private static Diagnostic soon(ObjectRef key, Instant end) {
        return warning(
                key,
                "ExpiresSoon",
                end + " (expected: a later time; modeenvoy key rotate " + key.namespace() + "/" + key.name()
                        + " makes the next key)");
    }

    private static Diagnostic over(ObjectRef key, Instant end) {
        return warning(key, "Expired", end + " (expected: a time to come; calls with the key are refused since then)");
    }

    private static Diagnostic warning(ObjectRef key, String reason, String message) {
        return new Diagnostic(key, FIELD, ConditionType.ACCEPTED, Severity.WARNING, reason, message);
    }

    /** How long nothing of that changes; empty = for ever. */
    public static Optional<Duration> unchanged(ResourceView view, Instant now) {
        return view.list(APIKey.class).stream()
                .flatMap(key -> end(key).stream())
                .flatMap(end -> Stream.of(end.minus(SOON), end))
                .filter(moment -> moment.isAfter(now))
                .min(Instant::compareTo)
                .map(moment -> Duration.between(now, moment));
    }

    /** Of a key that would be good without it; a time that nobody can read is a mistake, which is told elsewhere. */
    private static Optional<Instant> end(HasMetadata object) {
        if (!(object instanceof APIKey key)
                || key.getSpec().revoked()
                || key.getSpec().expiresAt() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(key.getSpec().expiresAt()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
