package io.modeenvoy.testkit.live;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** One change of a world that takes something away while it is in use, or touches what is not. */
public enum Move {
    /** A route goes to a new cluster, and the old one is removed in the same publication. */
    ROUTE_TO_NEW_CLUSTER {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            String route = pick(world.routes().keySet(), random);
            String old = world.routes().getOrDefault(route, "");
            return world.withCluster(fresh, fresh + "-endpoints")
                    .withRoute(route, fresh)
                    .withoutCluster(old);
        }
    },
    /** The secret of a filter chain gets another name and another certificate; the old one is removed in the same publication. */
    SECRET_RENAMED {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            return world.withSecret(pick(World.SERVER_NAMES, random), fresh);
        }
    },
    /** A cluster takes its endpoints from another name; the old load assignment is removed in the same publication. */
    ENDPOINTS_RENAMED {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            String cluster = pick(world.clusters().keySet(), random);
            return world.withoutCluster(cluster).withCluster(cluster, fresh + "-endpoints");
        }
    },
    /** Endpoints change in place. */
    ENDPOINTS_CHANGED {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            return world.withWeight(pick(world.endpoints().keySet(), random), 1 + random.nextInt(100));
        }
    },
    /** A listener with a route table of its own comes or goes. */
    UNRELATED_LISTENER {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            SortedSet<String> extras = new TreeSet<>(world.extras());
            if (extras.size() > 3 || (!extras.isEmpty() && random.nextBoolean())) {
                extras.remove(pick(extras, random));
            } else {
                extras.add(fresh);
            }
            return world.withExtras(extras);
        }
    },
    /** The filter that comes by extension discovery changes. */
    FILTER_CHANGED {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            return world.withFilter(world.filter() + 1);
        }
    },
    /** A value of the runtime layer changes. */
    RUNTIME_CHANGED {
        @Override
        World make(World world, String fresh, RandomGenerator random) {
            return world.withRuntime(world.runtime() + 1);
        }
    };

    private static final List<Move> ALL = List.of(values());

    /** A move at random. */
    public static Move any(RandomGenerator random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    /** The world after it; {@code fresh} is a name that was never used before. */
    abstract World make(World world, String fresh, RandomGenerator random);

    /** The world after it; {@code number} is never the same twice. */
    public final World apply(World world, int number, RandomGenerator random) {
        return make(world, "move-" + number, random);
    }

    static String pick(Collection<String> names, RandomGenerator random) {
        return names.stream().sorted().toList().get(random.nextInt(names.size()));
    }
}
