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

/** How the Envoys of Gateways run in a cluster. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("ProxySettings")
@Plural("proxysettings")
@ShortNames("ps")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Runs", jsonPath = ".spec.kind", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Replicas", jsonPath = ".spec.replicas", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Service", jsonPath = ".spec.service.type", type = AdditionalPrinterColumn.Type.STRING)
@JsonClassDescription("How the Envoys of a Gateway run in a cluster: a Gateway of the namespace names it in"
        + " spec.infrastructure.parametersRef. What it does not say is as the installation has it. In a directory"
        + " of files it has no meaning.")
public final class ProxySettings extends CustomResource<ProxySettingsSpec, ProxySettingsStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
