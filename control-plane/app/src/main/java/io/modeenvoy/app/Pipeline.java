package io.modeenvoy.app;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.RuleGrace;
import io.modeenvoy.translator.ResourceTranslator;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslation;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.time.InstantSource;

/** Both translators in a row, and what they remember from one view to the next. Owned by the translator thread. */
public final class Pipeline {
    private final TranslatorOptions translatorOptions;
    private final XdsTranslator xdsTranslator;
    private final Ir.PolicyNode pepper;
    private final RetiredRules retired;
    private PersistentMap<String, TlsSecretIr> inUse = PersistentMap.empty();
    private io.modeenvoy.translator.Memo memo = io.modeenvoy.translator.Memo.empty();
    private io.modeenvoy.xds.translator.Memo xdsMemo = io.modeenvoy.xds.translator.Memo.empty();

    /** Nothing remembered yet. */
    public Pipeline(TranslatorOptions translatorOptions, XdsOptions xdsOptions, Pepper pepper) {
        this(translatorOptions, xdsOptions, pepper, new RetiredRules(InstantSource.system(), RuleGrace.ROUTE));
    }

    Pipeline(TranslatorOptions translatorOptions, XdsOptions xdsOptions, Pepper pepper, RetiredRules retired) {
        this.retired = retired;
        this.translatorOptions = translatorOptions;
        this.xdsTranslator = new XdsTranslator(xdsOptions);
        this.pepper =
                new Ir.PolicyNode(new ObjectRef("Secret", "", pepper.secret().resourceName()), pepper.secret());
    }

    /** One view, translated. */
    public Pass translate(ResourceView view) {
        Translation translation = ResourceTranslator.translate(view, translatorOptions, memo, inUse);
        XdsTranslation xds =
                xdsTranslator.translate(retired.keep(translation.ir()).with(pepper), xdsMemo);
        memo = translation.memo();
        inUse = translation.ir().secrets();
        xdsMemo = xds.memo();
        return new Pass(view, translation, xds, retired.next());
    }
}
