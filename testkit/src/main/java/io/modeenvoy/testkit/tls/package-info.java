/** Certificates of a test. */
@NullMarked
package io.modeenvoy.testkit.tls;

import org.jspecify.annotations.NullMarked;
