/** IR to Envoy's messages and the services' policy collections: pure, deterministic, memoised. The entry is {@link XdsTranslator}. */
@NullMarked
package io.modeenvoy.xds.translator;

import org.jspecify.annotations.NullMarked;
