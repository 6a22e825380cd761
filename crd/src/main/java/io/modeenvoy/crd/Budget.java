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

/** How much of something may be used in a window of time. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Budget")
@Plural("budgets")
@ShortNames("bud")
@Categories(Api.CATEGORY)
@AdditionalPrinterColumn(name = "Kind", jsonPath = ".spec.target.kind", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.target.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Limit",
        jsonPath = ".spec.limits[0].amount",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Unit", jsonPath = ".spec.limits[0].unit", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Window",
        jsonPath = ".spec.limits[0].window['calendar','sliding']",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Limits",
        jsonPath = ".spec.limits",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@JsonClassDescription("How much may be used in a window of time, by whom or through what.")
public final class Budget extends CustomResource<BudgetSpec, BudgetStatus> implements Namespaced {
    @Serial
    private static final long serialVersionUID = 1L;
}
