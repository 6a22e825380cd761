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

/** One credential of a consumer: its digest, never the key. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("APIKey")
@Plural("apikeys")
@ShortNames("ak")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(
        name = "Consumer",
        jsonPath = ".spec.consumerRef.name",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".spec.keyId", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expiresAt", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Revoked", jsonPath = ".spec.revoked", type = AdditionalPrinterColumn.Type.BOOLEAN)
@JsonClassDescription("One credential of a consumer: its digest, never the key.")
public final class APIKey extends CustomResource<APIKeySpec, APIKeyStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
