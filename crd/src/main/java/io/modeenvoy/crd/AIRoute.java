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

/** Sends AI calls to model providers by model and headers. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("AIRoute")
@Plural("airoutes")
@ShortNames("air")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Hostnames", jsonPath = ".spec.hostnames", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Access", jsonPath = ".spec.access", type = AdditionalPrinterColumn.Type.STRING)
@JsonClassDescription("Sends AI calls to model providers, by the model asked for and by headers.")
public final class AIRoute extends CustomResource<AIRouteSpec, AIRouteStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
