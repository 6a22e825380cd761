package io.modeenvoy.benchmarks.k8s;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One Gateway, tenants with a provider, a hostname and AIRoutes each, and Services with endpoints behind HTTPRoutes. */
record Town(int tenants, int routesEach, int services, int endpointsEach) {
    private static final String CORE = "/api/v1/namespaces";
    private static final String OURS = "/apis/modeenvoy.io/v1alpha1/namespaces/";
    private static final String GATEWAY_API = "/apis/gateway.networking.k8s.io/v1/";
    private static final int AT_ONCE = 8;

    int routes() {
        return tenants * routesEach;
    }

    int endpoints() {
        return services * endpointsEach;
    }

    void build(ApiServer api) throws IOException, InterruptedException {
        api.create(CORE, "{\"metadata\":{\"name\":\"town\"}}");
        api.create(
                GATEWAY_API + "gatewayclasses",
                json(
                        "{'apiVersion':'gateway.networking.k8s.io/v1','kind':'GatewayClass','metadata':{'name':'modeenvoy'},"
                                + "'spec':{'controllerName':'modeenvoy.io/gateway-controller'}}"));
        api.create(
                GATEWAY_API + "namespaces/town/gateways",
                json("{'apiVersion':'gateway.networking.k8s.io/v1','kind':'Gateway','metadata':{'name':'edge'},'spec':{"
                        + "'gatewayClassName':'modeenvoy','listeners':[{'name':'http','port':8080,'protocol':'HTTP',"
                        + "'allowedRoutes':{'namespaces':{'from':'All'}}}]}}"));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < tenants; i++) {
            int tenant = i;
            tasks.add(() -> tenant(api, tenant));
        }
        for (int i = 0; i < services; i++) {
            int service = i;
            tasks.add(() -> service(api, service));
        }
        all(tasks);
    }

    private static void all(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Void tenant(ApiServer api, int tenant) throws IOException, InterruptedException {
        String namespace = namespace(tenant);
        api.create(CORE, json("{'metadata':{'name':'%s'}}", namespace));
        api.create(
                OURS + namespace + "/modelproviders",
                json(
                        "{'apiVersion':'modeenvoy.io/v1alpha1','kind':'ModelProvider','metadata':{'name':'models'},'spec':{"
                                + "'schema':'OpenAI','endpoint':{'url':'https://models.example.com/v1'},'auth':{'type':'None'}}}"));
        for (int i = 0; i < routesEach; i++) {
            api.create(
                    OURS + namespace + "/airoutes",
                    json(
                            "{'apiVersion':'modeenvoy.io/v1alpha1','kind':'AIRoute','metadata':{'name':'route-%d'},%s}",
                            i, spec(tenant, i, 300)));
        }
        return null;
    }

    private Void service(ApiServer api, int service) throws IOException, InterruptedException {
        String addresses = IntStream.range(0, endpointsEach)
                .mapToObj(i -> "{'addresses':['10.1." + service + "." + (i + 1) + "'],'conditions':{'ready':true}}")
                .collect(Collectors.joining(","));
        api.create(
                CORE + "/town/services",
                json("{'metadata':{'name':'shop-%d'},'spec':{'ports':[{'name':'http','port':80}]}}", service));
        api.create(
                "/apis/discovery.k8s.io/v1/namespaces/town/endpointslices",
                json(
                        "{'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','metadata':{'name':'shop-%1$d','labels':"
                                + "{'kubernetes.io/service-name':'shop-%1$d'}},'addressType':'IPv4',"
                                + "'ports':[{'name':'http','port':8080,'protocol':'TCP'}],'endpoints':[%2$s]}",
                        service, addresses));
        api.create(
                GATEWAY_API + "namespaces/town/httproutes",
                json(
                        "{'apiVersion':'gateway.networking.k8s.io/v1','kind':'HTTPRoute','metadata':{'name':'shop-%1$d'},"
                                + "'spec':{'parentRefs':[{'name':'edge'}],'rules':[{'matches':[{'path':{'type':'PathPrefix',"
                                + "'value':'/shop-%1$d'}}],'backendRefs':[{'name':'shop-%1$d','port':80}]}]}}",
                        service));
        return null;
    }

    /** Gives an AIRoute another timeout: a change that every proxy has to learn. */
    void change(ApiServer api, int revision) throws IOException, InterruptedException {
        int tenant = revision % tenants;
        int route = revision / tenants % routesEach;
        api.patch(
                OURS + namespace(tenant) + "/airoutes/route-" + route,
                json("{%s}", spec(tenant, route, 301 + revision)));
    }

    private static String namespace(int tenant) {
        return "tenant-" + tenant;
    }

    private static String spec(int tenant, int route, int seconds) {
        return String.format(
                Locale.ROOT,
                "'spec':{'parentRefs':[{'name':'edge','namespace':'town'}],'hostnames':['tenant-%d.example.com'],'rules':["
                        + "{'name':'all','matches':[{'models':['model-%d']}],'backendRefs':[{'name':'models'}],"
                        + "'timeouts':{'request':'%ds'}}]}",
                tenant,
                route,
                seconds);
    }

    @FormatMethod
    private static String json(String text, Object... values) {
        return String.format(Locale.ROOT, text, values).replace('\'', '"');
    }
}
