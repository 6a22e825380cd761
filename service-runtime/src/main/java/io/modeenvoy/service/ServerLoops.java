package io.modeenvoy.service;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;

/**
 * The event loops of a server. New connections have a loop of their own: on one that is busy with thousands of streams only a few are accepted
 * between two rounds, and the rest of a storm waits in the kernel.
 */
record ServerLoops(EventLoopGroup accepting, EventLoopGroup working) {
    static ServerLoops of(int working) {
        return new ServerLoops(Transport.loops("grpc-accept", 1), Transport.loops("grpc-server", working));
    }

    /** Lets them end in their own time. */
    void end() {
        Transport.end(accepting);
        Transport.end(working);
    }
}
