package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** Who may call a route of the Gateway API. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("SecurityPolicy")
@Plural("securitypolicies")
@ShortNames("sp")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Access", jsonPath = ".spec.access", type = AdditionalPrinterColumn.Type.STRING)
@JsonClassDescription("Who may call the routes it names.")
public final class SecurityPolicy extends CustomResource<SecurityPolicySpec, SecurityPolicyStatus>
        implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
