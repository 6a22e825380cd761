package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** One credential of a consumer: its digest, never the key. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("APIKey")
@Plural("apikeys")
@ShortNames("ak")
@Categories(Api.CATEGORY)
public final class APIKey extends CustomResource<APIKeySpec, APIKeyStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
