package io.modeenvoy.xds.translator;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.PathMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Map;

/**
 * Refuses paths that spell a slash or a backslash as {@code %2F} or {@code %5C}: a guard and an upstream that read such a path differently are a hole. The connection
 * manager could do that for all paths alike only; here the entries of AI calls leave it out, as model ids have slashes and ext-proc sends no path on as it came.
 */
final class EscapedSlashes {
    private static final String FILTER = "modeenvoy.escaped_slashes";
    private static final String POLICY = "escaped-slash";
    /** What the answer's code details say. */
    static final String DETAILS = "rbac_access_denied_matched_policy[" + POLICY + "]";

    private static final List<String> ESCAPES = List.of("%2f", "%5c");

    private EscapedSlashes() {}

    static HttpFilter filter() {
        Policy.Builder refusal =
                Policy.newBuilder().addPrincipals(Principal.newBuilder().setAny(true));
        ESCAPES.forEach(escape -> refusal.addPermissions(has(escape)));
        return RbacFilters.refusing(FILTER, POLICY, refusal);
    }

    /** The per-route settings that leave the filter out. */
    static Map<String, Any> off() {
        return Map.of(
                FILTER, Messages.any(FilterConfig.newBuilder().setDisabled(true).build()));
    }

    /** Envoy looks at the path without its query. */
    private static Permission has(String escape) {
        return Permission.newBuilder()
                .setUrlPath(PathMatcher.newBuilder()
                        .setPath(StringMatcher.newBuilder().setContains(escape).setIgnoreCase(true)))
                .build();
    }
}
