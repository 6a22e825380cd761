package io.modeenvoy.xds.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Clusters that a client has just taken warm until it gets their endpoints, even those it already has.
 *
 * @param endpoints with the endpoints of the clusters to be sent again
 * @param clusters the endpoints each cluster waits for
 */
record Warming(TypeState endpoints, Map<String, Set<String>> clusters) {

    static Warming of(TypeState endpoints, Outstanding sent, Set<String> clusters) {
        Map<String, Set<String>> warming = new HashMap<>();
        ClientView view = endpoints.view();
        for (String cluster : clusters) {
            Set<String> used = used(endpoints, sent, cluster);
            for (String name : used) {
                view = view.blank() || view.exceptions().containsKey(name) ? view : view.asking(name);
            }
            if (!used.isEmpty()) {
                warming.put(cluster, used);
            }
        }
        return new Warming(endpoints.withView(view), warming);
    }

    /** The clusters that still wait. */
    static Map<String, Set<String>> unfinished(StreamState state) {
        TypeState endpoints = state.type(XdsTypes.ENDPOINT);
        Map<String, Set<String>> rest = new HashMap<>(state.warming());
        rest.values().removeIf(names -> endpoints == null || names.stream().noneMatch(endpoints::inFlight));
        return rest;
    }

    /** The endpoints of the cluster: what it mentions and the client has asked for. */
    private static Set<String> used(TypeState endpoints, Outstanding sent, String cluster) {
        Entry entry = sent.content().get(cluster);
        Set<String> used = new TreeSet<>();
        if (entry != null) {
            for (String text : entry.mentions().texts()) {
                if (endpoints.subscription().covers(text)
                        && endpoints.view().base().get(text) != null) {
                    used.add(text);
                }
            }
        }
        return used;
    }
}
