/** Golden cases: one directory per case, named as a sentence, holding what goes in and what must come out. */
@NullMarked
package io.modeenvoy.testkit.golden;

import org.jspecify.annotations.NullMarked;
