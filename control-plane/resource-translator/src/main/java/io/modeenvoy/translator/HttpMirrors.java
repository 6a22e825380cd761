package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Fraction;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRequestMirrorFilter;
import org.jspecify.annotations.Nullable;

/** Who gets copies of the calls on a route. */
final class HttpMirrors {
    private static final int MILLION = 1_000_000;
    private static final int PERCENT = MILLION / 100;

    private HttpMirrors() {}

    /**
     * A mirror that is wanted; its backend is not yet looked for.
     *
     * @param field of the filter's backendRef
     */
    record Wanted(WrittenBackend backend, int perMillion, String field) {}

    /** Null if it is wrong, which is reported. */
    static @Nullable Wanted of(@Nullable HTTPRequestMirrorFilter filter, Reporter reporter, String field) {
        String at = field + ".requestMirror";
        if (filter == null || filter.getBackendRef() == null) {
            reporter.refused(at + ".backendRef", Reasons.UNSUPPORTED_VALUE, "absent (expected: who gets the copies)");
            return null;
        }
        Integer share = share(filter, reporter, at);
        return share == null ? null : new Wanted(WrittenBackend.of(filter.getBackendRef()), share, at + ".backendRef");
    }

    private static @Nullable Integer share(HTTPRequestMirrorFilter filter, Reporter reporter, String field) {
        Integer percent = filter.getPercent();
        Fraction fraction = filter.getFraction();
        if (percent != null && fraction != null) {
            reporter.refused(
                    field, Reasons.UNSUPPORTED_VALUE, "percent and fraction (expected: one of percent and fraction)");
            return null;
        }
        if (percent != null) {
            return percent < 0 || percent > 100
                    ? refused(reporter, field + ".percent", percent.toString(), "0..100")
                    : Integer.valueOf(percent * PERCENT);
        }
        return fraction == null ? Integer.valueOf(MILLION) : share(fraction, reporter, field + ".fraction");
    }

    private static @Nullable Integer share(Fraction fraction, Reporter reporter, String field) {
        int numerator = fraction.getNumerator() == null ? -1 : fraction.getNumerator();
        int denominator = fraction.getDenominator() == null ? 100 : fraction.getDenominator();
        return numerator < 0 || denominator < 1 || numerator > denominator
                ? refused(reporter, field, numerator + "/" + denominator, "a share from 0 to 1")
                : Integer.valueOf((int) ((long) numerator * MILLION / denominator));
    }

    private static @Nullable Integer refused(Reporter reporter, String field, String value, String expected) {
        reporter.refused(field, Reasons.UNSUPPORTED_VALUE, value + " (expected: " + expected + ")");
        return null;
    }
}
