package mesh.warren.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.share.Change;
import mesh.warren.model.share.Push;
import mesh.warren.model.share.Share;
import mesh.warren.model.share.VirtualEnvoy;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.TemplateBuilder;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * A node whose pods see the same services: a cluster and endpoints for each service, half of them in one route table, three
 * chains, and a door of each pod's own. Contents are text of about the size of real ones. Envoy acknowledges at once.
 */
final class SharedNode {

    final Share share = new Share(Duration.ofMillis(250));
    private final TemplateBuilder builder = new TemplateBuilder();
    private final int services;
    private Instant now = Instant.EPOCH;

    SharedNode(int pods, int services) {
        this.services = services;
        for (int pod = 0; pod < pods; pod++) {
            join(pod);
        }
    }

    /** Each resource is built anew, as the rewriter would do for each pod. */
    Change join(int pod) {
        PodUid uid = uid(pod);
        share.join(new VirtualEnvoy(uid, new Tenant("tenant-" + pod % 10), new Domain("default")));
        List<SymbolicResource> all = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            all.add(endpoints(service, 0));
            all.add(resource(cluster(service), Scope.DOMAIN, 400, 0, List.of(key(ResourceType.ENDPOINTS, service))));
        }
        ResourceKey routes = ResourceKey.of(ResourceType.ROUTES, "http");
        all.add(resource(routes, Scope.DOMAIN, 100 * services, 0, IntStream.range(0, services / 2).mapToObj(SharedNode::cluster).toList()));
        List<ResourceKey> chains = new ArrayList<>();
        for (int chain = 0; chain < 3; chain++) {
            chains.add(key(ResourceType.CHAIN, chain));
            all.add(resource(chains.getLast(), Scope.DOMAIN, 800, 0, List.of(routes)));
        }
        all.add(resource(key(ResourceType.LISTENER, 15001), Scope.POD, 2_000, 0, chains));
        return acknowledge(share.push(uid, Push.of(all), now));
    }

    Change leave(int pod) {
        return acknowledge(share.leave(uid(pod), now));
    }

    Change push(int pod, SymbolicResource resource) {
        return acknowledge(share.push(uid(pod), Push.of(List.of(resource)), now));
    }

    Change pass(Duration time) {
        now = now.plus(time);
        return acknowledge(share.tick(now));
    }

    private Change acknowledge(Change change) {
        share.acknowledged(change.generation(), now);
        return change;
    }

    SymbolicResource endpoints(int service, int version) {
        return resource(key(ResourceType.ENDPOINTS, service), Scope.DOMAIN, 250, version, List.of());
    }

    private SymbolicResource resource(ResourceKey key, Scope scope, int size, int version, List<ResourceKey> references) {
        byte[] source = String.format("%-" + size + "s", version).getBytes(StandardCharsets.US_ASCII);
        builder.reset();
        builder.name(key);
        builder.copy(0, source.length);
        references.forEach(builder::name);
        return new SymbolicResource(key, scope, builder.build(source, key));
    }

    private static ResourceKey cluster(int service) {
        return key(ResourceType.CLUSTER, service);
    }

    private static ResourceKey key(ResourceType type, int number) {
        return ResourceKey.of(type, "service-" + number + ".tenant.svc.cluster.local:8080");
    }

    private static PodUid uid(int pod) {
        return new PodUid("00000000-0000-4000-8000-" + String.format("%012d", pod));
    }
}
