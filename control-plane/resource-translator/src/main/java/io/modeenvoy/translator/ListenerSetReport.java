package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;

/**
 * A ListenerSet that names a Gateway of ours: material of its status.
 *
 * @param taken whether the Gateway takes it
 * @param message why not
 */
public record ListenerSetReport(ObjectRef set, ObjectRef gateway, boolean taken, String message) {}
