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

/** An application or person that calls. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Consumer")
@Plural("consumers")
@ShortNames("con")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Suspended", jsonPath = ".spec.suspended", type = AdditionalPrinterColumn.Type.BOOLEAN)
@JsonClassDescription("An application or person that calls, identified by API keys or by the claims of a token.")
public final class Consumer extends CustomResource<ConsumerSpec, ConsumerStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
