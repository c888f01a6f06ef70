package mesh.warren.model.share;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/** A share with a clock, and the physical resources that its changes add up to. */
final class Bench {

    final Share share = new Share(Duration.ofMillis(250));
    final Map<ResourceKey, PhysicalResource> physical = new TreeMap<>();
    Instant now = Instant.EPOCH;
    private long generation;

    void join(String... pods) {
        List.of(pods).forEach(pod -> joinTenant("shop", pod));
    }

    void joinTenant(String tenant, String pod) {
        share.join(new VirtualEnvoy(uid(pod), new Tenant(tenant), new Domain("default")));
    }

    PodUid uid(String pod) {
        return new PodUid(pod);
    }

    Change push(String pod, SymbolicResource... resources) {
        return apply(share.push(uid(pod), Push.of(List.of(resources)), now));
    }

    Change leave(String pod) {
        return apply(share.leave(uid(pod), now));
    }

    Change after(int milliseconds) {
        now = now.plusMillis(milliseconds);
        return apply(share.tick(now));
    }

    Change acknowledge() {
        return apply(share.acknowledged(generation, now));
    }

    Change refuse(PhysicalResource resource) {
        return apply(share.refused(resource.key(), resource.version(), "it is bad", now));
    }

    Change apply(Change change) {
        generation = change.generation();
        change.upserts().forEach(r -> physical.put(r.key(), r));
        change.removals().forEach(physical::remove);
        return change;
    }

    String name(String pod, ResourceKey key) {
        return share.physicalName(uid(pod), key).orElseThrow().value();
    }

    String content(String pod, ResourceKey key) {
        ResourceKey name = new ResourceKey(key.type(), share.physicalName(uid(pod), key).orElseThrow());
        return physical.get(name).content().toStringUtf8();
    }

    /** Of all types, sorted, without repetitions. */
    List<String> names() {
        return physical.keySet().stream().map(k -> k.name().value()).sorted().toList();
    }

}
