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

/** An upstream that serves models. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("ModelProvider")
@Plural("modelproviders")
@ShortNames("mp")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Schema", jsonPath = ".spec.schema", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".spec.endpoint.url", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Service",
        jsonPath = ".spec.endpoint.backendRef.name",
        type = AdditionalPrinterColumn.Type.STRING)
@JsonClassDescription(
        "An upstream that serves models: where it is, how we authenticate there, and what its models cost.")
public final class ModelProvider extends CustomResource<ModelProviderSpec, ModelProviderStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
