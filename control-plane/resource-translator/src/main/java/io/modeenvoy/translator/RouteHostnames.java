package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The hostnames a route may use.
 *
 * @param inherits whether it writes none, and so takes those of the listener
 * @param refused how many of those it writes may not be used, which is reported
 */
record RouteHostnames(Scope scope, String namespace, boolean inherits, List<Hostname> permitted, int refused) {
    static RouteHostnames of(Scope scope, RouteHead head) {
        Reporter reporter = new Reporter(scope, head.origin());
        String namespace = head.origin().namespace();
        List<Hostname> permitted = new ArrayList<>();
        List<String> written = head.hostnames();
        for (int i = 0; i < written.size(); i++) {
            String field = "spec.hostnames[" + i + "]";
            Optional<Hostname> hostname = Hostnames.parse(written.get(i));
            if (hostname.isEmpty()) {
                reporter.refused(
                        field,
                        Reasons.UNSUPPORTED_VALUE,
                        written.get(i) + " (expected: a hostname, for example api.example.com)");
            } else if (isPermitted(scope, reporter, namespace, hostname.get(), field)) {
                permitted.add(hostname.get());
            }
        }
        return new RouteHostnames(
                scope, namespace, written.isEmpty(), List.copyOf(permitted), written.size() - permitted.size());
    }

    /** Those on a listener; none if nothing fits. */
    TreeSet<Hostname> on(Hostname listener, Reporter reporter) {
        TreeSet<Hostname> hosts = new TreeSet<>();
        if (inherits) {
            if (isPermitted(scope, reporter, namespace, listener, "spec.hostnames")) {
                hosts.add(listener);
            }
            return hosts;
        }
        for (Hostname hostname : permitted) {
            Hostname shared = Hostnames.intersect(listener, hostname);
            if (shared != null && Tenants.refusal(scope, namespace, shared) == null) {
                hosts.add(shared);
            }
        }
        return hosts;
    }

    /** Whether nothing is left of what it writes, or of what it would inherit. */
    boolean isRefused() {
        return inherits || permitted.isEmpty();
    }

    private static boolean isPermitted(
            Scope scope, Reporter reporter, String namespace, Hostname hostname, String field) {
        String refusal = Tenants.refusal(scope, namespace, hostname);
        if (refusal != null) {
            reporter.refused(field, Reasons.HOSTNAME_NOT_PERMITTED, refusal);
        }
        return refusal == null;
    }

    @Override
    public String toString() {
        return String.join(", ", permitted.stream().map(Hostname::value).toList());
    }
}
