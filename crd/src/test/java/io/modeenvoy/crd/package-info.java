/** Generates the CRDs and the reference from the records, and compares them with what is committed. */
@NullMarked
package io.modeenvoy.crd;

import org.jspecify.annotations.NullMarked;
