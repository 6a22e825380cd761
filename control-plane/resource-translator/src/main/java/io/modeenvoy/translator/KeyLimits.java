package io.modeenvoy.translator;

import io.modeenvoy.crd.APIKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When and from where an APIKey is good; its addresses have been checked. */
record KeyLimits(@Nullable Instant notBefore, @Nullable Instant expiresAt) {
    /** Empty if one of them is wrong, which is reported. */
    static Optional<KeyLimits> of(APIKeySpec spec, Reporter reporter) {
        Optional<Instant> notBefore = time(spec.notBefore(), reporter, "spec.notBefore");
        Optional<Instant> expiresAt = time(spec.expiresAt(), reporter, "spec.expiresAt");
        boolean times = notBefore.isPresent() == (spec.notBefore() != null)
                && expiresAt.isPresent() == (spec.expiresAt() != null);
        boolean addresses = haveAddresses(spec.allowedCIDRs(), reporter);
        if (notBefore.isPresent() && expiresAt.isPresent() && !notBefore.get().isBefore(expiresAt.get())) {
            reporter.refused(
                    "spec.expiresAt",
                    Reasons.UNSUPPORTED_VALUE,
                    spec.expiresAt() + " (expected: after notBefore, " + spec.notBefore() + ")");
            times = false;
        }
        return times && addresses
                ? Optional.of(new KeyLimits(notBefore.orElse(null), expiresAt.orElse(null)))
                : Optional.empty();
    }

    private static Optional<Instant> time(@Nullable String text, Reporter reporter, String field) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Instant> time = time(text);
        if (time.isEmpty()) {
            reporter.refused(
                    field,
                    Reasons.UNSUPPORTED_VALUE,
                    text + " (expected: a time of the years 1 to 9999, for example 2027-01-31T00:00:00Z)");
        }
        return time;
    }

    private static Optional<Instant> time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 1 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean haveAddresses(List<String> cidrs, Reporter reporter) {
        boolean all = true;
        for (int i = 0; i < cidrs.size(); i++) {
            if (!isCidr(cidrs.get(i))) {
                all = false;
                reporter.refused(
                        "spec.allowedCIDRs[" + i + "]",
                        Reasons.UNSUPPORTED_VALUE,
                        cidrs.get(i) + " (expected: an address range, for example 10.0.0.0/8)");
            }
        }
        return all;
    }

    private static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            return LocalAddresses.literal(text.substring(0, slash))
                    .filter(address -> bits >= 0 && bits <= address.getAddress().length * 8)
                    .isPresent();
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
