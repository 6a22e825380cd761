/** What the proxies and services of all replicas hold, told alike whichever replica they are connected to. */
@NullMarked
package io.modeenvoy.app.fleet;

import org.jspecify.annotations.NullMarked;
