/** What a changed object costs the control plane before a byte of it is sent. */
@NullMarked
package io.modeenvoy.benchmarks.translation;

import org.jspecify.annotations.NullMarked;
