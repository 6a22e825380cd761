/** What every service of ours stands on: gRPC server and client, policy subscription, health, drain, metrics. */
@NullMarked
package io.modeenvoy.service;

import org.jspecify.annotations.NullMarked;
