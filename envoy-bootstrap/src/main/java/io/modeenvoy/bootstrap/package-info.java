/** How an Envoy starts: its bootstrap by role, and the process of a local one. */
@NullMarked
package io.modeenvoy.bootstrap;

import org.jspecify.annotations.NullMarked;
