package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serial;

/** A team: its namespaces, hostnames and administrators. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Tenant")
@Plural("tenants")
@ShortNames("ten")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Zone", jsonPath = ".spec.timeZone", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Suspended", jsonPath = ".spec.suspended", type = AdditionalPrinterColumn.Type.BOOLEAN)
@JsonClassDescription(
        "A team: its namespaces, hostnames, time zone and administrators. A namespace that no Tenant names is a tenant of its own.")
public final class Tenant extends CustomResource<TenantSpec, TenantStatus> {
    @Serial
    private static final long serialVersionUID = 1L;
}
