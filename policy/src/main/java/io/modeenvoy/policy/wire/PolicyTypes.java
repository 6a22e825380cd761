package io.modeenvoy.policy.wire;

import com.google.protobuf.Descriptors.Descriptor;
import io.modeenvoy.policy.proto.AiEntry;
import io.modeenvoy.policy.proto.AiRoute;
import io.modeenvoy.policy.proto.Budget;
import io.modeenvoy.policy.proto.Consumer;
import io.modeenvoy.policy.proto.Key;
import io.modeenvoy.policy.proto.Provider;
import io.modeenvoy.policy.proto.Route;
import io.modeenvoy.policy.proto.Secret;
import io.modeenvoy.policy.proto.Tenant;
import java.util.List;

/** Type URLs of the policy collections. */
public final class PolicyTypes {
    public static final String TENANT = url(Tenant.getDescriptor());
    public static final String CONSUMER = url(Consumer.getDescriptor());
    public static final String KEY = url(Key.getDescriptor());
    public static final String ROUTE = url(Route.getDescriptor());
    public static final String BUDGET = url(Budget.getDescriptor());
    public static final String AI_ENTRY = url(AiEntry.getDescriptor());
    public static final String AI_ROUTE = url(AiRoute.getDescriptor());
    public static final String PROVIDER = url(Provider.getDescriptor());
    public static final String SECRET = url(Secret.getDescriptor());

    /** Every collection. */
    public static final List<String> ALL =
            List.of(TENANT, CONSUMER, KEY, ROUTE, BUDGET, AI_ENTRY, AI_ROUTE, PROVIDER, SECRET);

    private PolicyTypes() {}

    private static String url(Descriptor descriptor) {
        return "type.googleapis.com/" + descriptor.getFullName();
    }
}
