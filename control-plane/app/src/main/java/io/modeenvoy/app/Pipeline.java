package io.modeenvoy.app;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.translator.ResourceTranslator;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslation;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.util.ArrayList;
import java.util.List;

/** Both translators in a row, and what they remember from one view to the next. Owned by the translator thread. */
final class Pipeline {
    private final TranslatorOptions translatorOptions;
    private final XdsTranslator xdsTranslator;
    private final List<Ir.PolicyNode> secrets;
    private final RetiredRules retired;
    private io.modeenvoy.translator.Memo memo = io.modeenvoy.translator.Memo.empty();
    private io.modeenvoy.xds.translator.Memo xdsMemo = io.modeenvoy.xds.translator.Memo.empty();

    Pipeline(TranslatorOptions translatorOptions, XdsOptions xdsOptions, Pepper pepper, RetiredRules retired) {
        this.retired = retired;
        this.translatorOptions = translatorOptions;
        this.xdsTranslator = new XdsTranslator(xdsOptions);
        this.secrets = List.of(
                new Ir.PolicyNode(new ObjectRef("Secret", "", pepper.secret().resourceName()), pepper.secret()));
    }

    Pass translate(ResourceView view) {
        Translation translation = ResourceTranslator.translate(view, translatorOptions, memo);
        XdsTranslation xds = xdsTranslator.translate(withSecrets(retired.keep(translation.ir())), xdsMemo);
        memo = translation.memo();
        xdsMemo = xds.memo();
        return new Pass(view, translation, xds, retired.next());
    }

    private Ir withSecrets(Ir ir) {
        List<Ir.PolicyNode> policies = new ArrayList<>(ir.policies());
        policies.addAll(secrets);
        return new Ir(ir.gateways(), ir.clusters(), ir.endpoints(), ir.secrets(), policies);
    }
}
