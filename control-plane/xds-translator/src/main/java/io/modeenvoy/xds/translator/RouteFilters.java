package io.modeenvoy.xds.translator;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.route.v3.RateLimit;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.CheckSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExtProcOverrides;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
import io.modeenvoy.ir.Cors;
import io.modeenvoy.ir.RouteIr.Guard;
import io.modeenvoy.policy.Names;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The per-route settings that switch a filter of {@link HttpFilters} on. */
final class RouteFilters {
    private RouteFilters() {}

    /** Where AI calls enter: ext-proc knows the paths that it serves, and sends none of them on as it is. */
    static Map<String, Any> entry(String entry, @Nullable Cors cors) {
        SortedMap<String, Any> filters = new TreeMap<>(ai(entry));
        filters.putAll(EscapedSlashes.off());
        if (cors != null) {
            filters.put(HttpFilters.CORS, Messages.any(CorsPolicies.of(cors)));
        }
        return filters;
    }

    /** ext-proc, told by which entry the call came in. */
    static Map<String, Any> ai(String entry) {
        ExtProcPerRoute on = ExtProcPerRoute.newBuilder()
                .setOverrides(ExtProcOverrides.newBuilder()
                        .addGrpcInitialMetadata(HeaderValue.newBuilder()
                                .setKey(Names.ENTRY_METADATA)
                                .setValue(entry)))
                .build();
        SortedMap<String, Any> filters = new TreeMap<>(KeyRemoval.off());
        filters.put(HttpFilters.EXT_PROC, Messages.any(on));
        return filters;
    }

    /** The services an HTTP route asks for. */
    static SortedMap<String, Any> http(Guard guard, @Nullable Cors cors) {
        SortedMap<String, Any> filters = new TreeMap<>();
        if (cors != null) {
            filters.put(HttpFilters.CORS, Messages.any(CorsPolicies.of(cors)));
        }
        if (guard.authorize()) {
            filters.put(HttpFilters.EXT_AUTHZ, Messages.any(authorize(guard)));
        }
        if (guard.limit()) {
            filters.put(HttpFilters.RATELIMIT, Messages.any(limit(guard)));
        }
        return filters;
    }

    private static ExtAuthzPerRoute authorize(Guard guard) {
        return ExtAuthzPerRoute.newBuilder()
                .setCheckSettings(CheckSettings.newBuilder()
                        .putContextExtensions(
                                Names.ROUTE_EXTENSION, guard.route().toString()))
                .build();
    }

    /** One descriptor whose first entry is always there, so that it cannot be dropped. */
    private static RateLimitPerRoute limit(Guard guard) {
        return RateLimitPerRoute.newBuilder()
                .addRateLimits(RateLimit.newBuilder()
                        .addActions(RateLimit.Action.newBuilder()
                                .setGenericKey(RateLimit.Action.GenericKey.newBuilder()
                                        .setDescriptorKey(Names.ROUTE_DESCRIPTOR)
                                        .setDescriptorValue(guard.route().toString())))
                        .addActions(header(Names.TENANT_HEADER, Names.TENANT_DESCRIPTOR))
                        .addActions(header(Names.CONSUMER_HEADER, Names.CONSUMER_DESCRIPTOR))
                        .addActions(header(Names.KEY_HEADER, Names.KEY_DESCRIPTOR)))
                .build();
    }

    private static RateLimit.Action header(String header, String descriptor) {
        return RateLimit.Action.newBuilder()
                .setRequestHeaders(RateLimit.Action.RequestHeaders.newBuilder()
                        .setHeaderName(header)
                        .setDescriptorKey(descriptor)
                        .setSkipIfAbsent(true))
                .build();
    }
}
