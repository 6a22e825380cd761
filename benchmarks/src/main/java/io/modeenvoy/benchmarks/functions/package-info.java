/** What the functions on the path of a call cost, by JMH. */
@NullMarked
package io.modeenvoy.benchmarks.functions;

import org.jspecify.annotations.NullMarked;
