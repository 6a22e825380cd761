package io.modeenvoy.cli;

import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.Pass;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.app.StatusBoard;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.translator.TranslatorOptions;
import java.io.IOException;

/** Where a control plane has its objects from. */
sealed interface ViewSource permits DirectorySource, ClusterSource {
    /** How objects from there are translated. */
    TranslatorOptions options();

    /** The secret of key digests that belongs to them. */
    Pepper pepper() throws IOException;

    /** Where the fleet and the objects stand, with the clients of all replicas there are. */
    StatusBoard board(XdsEndpoint xds);

    /** Feeds the control plane from now on; what it starts is added to {@code parts}. */
    void feed(Parts parts, ControlPlane controlPlane, XdsEndpoint xds, StatusBoard board, Metrics metrics)
            throws IOException;

    /** The control plane has finished a pass. */
    void passed(Pass pass);
}
