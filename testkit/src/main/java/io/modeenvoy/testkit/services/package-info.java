/** What a proxy asks the services, asked by a test. */
@NullMarked
package io.modeenvoy.testkit.services;

import org.jspecify.annotations.NullMarked;
