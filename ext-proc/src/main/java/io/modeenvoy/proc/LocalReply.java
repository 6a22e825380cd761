package io.modeenvoy.proc;

import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.modeenvoy.policy.Names;
import java.util.List;

/** Tells Envoy's own answers from the provider's by {@code response.code_details}. */
final class LocalReply {
    static final String DETAILS_ATTRIBUTE = "response.code_details";

    static final String ATTEMPTS_ATTRIBUTE = "upstream.request_attempt_count";

    private static final String VIA_UPSTREAM = "via_upstream";
    private static final String RESET = "upstream_reset_before_response_started{";
    /** The provider's name leads to an address that the platform refuses. */
    private static final String ADDRESS_REFUSED = "rbac_access_denied";

    private static final List<String> NOTHING_SENT = List.of(
            ADDRESS_REFUSED,
            "no_healthy_upstream",
            "no_cluster_info",
            "cluster_not_found",
            "route_not_found",
            "direct_response",
            "overload",
            "maintenance_mode",
            RESET + "connection_failure",
            RESET + "local_connection_failure",
            RESET + "remote_connection_failure",
            RESET + "connection_timeout",
            RESET + "overflow");

    /** What metrics tell apart; in the details of others stand names, addresses and numbers without end. */
    private static final List<String> REASONS = List.of(
            ADDRESS_REFUSED,
            "cluster_not_found",
            "direct_response",
            "ext_proc_error",
            "maintenance_mode",
            "max_duration_timeout",
            "no_cluster_info",
            "no_healthy_upstream",
            "overload",
            "request_overall_timeout",
            "response_timeout",
            "route_not_found",
            "stream_idle_timeout",
            "upstream_max_stream_duration_reached",
            "upstream_per_try_idle_timeout",
            "upstream_per_try_timeout",
            "upstream_reset_after_response_started",
            "upstream_reset_before_response_started",
            "upstream_response_timeout");

    private LocalReply() {}

    /** Why it is as it is. Where an attempt waits for its first token, Envoy's own answers come from there, and tell by a header. */
    static String details(ProcessingRequest answer, Head head) {
        String behind = head.text(Names.DETAILS_HEADER);
        return behind.isEmpty() ? Head.attribute(answer, DETAILS_ATTRIBUTE) : behind;
    }

    /** The reason in one of few words, without its particulars: {@code upstream_reset_before_response_started}. */
    static String reason(String details) {
        return REASONS.stream().filter(details::startsWith).findFirst().orElse("other");
    }

    /** Whether Envoy answered, not an upstream. */
    static boolean is(String details) {
        return !details.isEmpty() && !details.equals(VIA_UPSTREAM);
    }

    /** Whether Envoy does not have the route of the rule we chose: its configuration is on the way. */
    static boolean noRoute(String details) {
        return details.startsWith("route_not_found") || details.startsWith("direct_response");
    }

    /** Whether Envoy refused to connect to the provider's address. */
    static boolean addressRefused(String details) {
        return details.startsWith(ADDRESS_REFUSED);
    }

    /** Whether no upstream can have seen the request in its last attempt. */
    static boolean nothingSent(String details) {
        return NOTHING_SENT.stream().anyMatch(details::startsWith);
    }
}
