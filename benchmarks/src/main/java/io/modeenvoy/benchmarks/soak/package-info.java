/** Hours of random changes in minutes: one server, a real Envoy with calls through it, hundreds of simulated proxies that check what they get. */
@NullMarked
package io.modeenvoy.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
