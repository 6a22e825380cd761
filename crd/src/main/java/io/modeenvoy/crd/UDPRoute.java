package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.gatewayapi.v1alpha2.UDPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1alpha2.UDPRouteStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** The Gateway API's UDPRoute in its version v1, which the client's model does not have yet; the fields are those of v1alpha2. */
@Group("gateway.networking.k8s.io")
@Version("v1")
@Kind("UDPRoute")
@Plural("udproutes")
public final class UDPRoute extends CustomResource<UDPRouteSpec, UDPRouteStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
