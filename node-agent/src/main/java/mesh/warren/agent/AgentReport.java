package mesh.warren.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.admin.SharedResource;
import mesh.warren.agent.attach.Verification;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.agent.publish.Publisher;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.agent.views.Views;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/** Puts the answer of {@code warren status} together from what the parts know now. Any thread. */
record AgentReport(AgentState observed, Registry registry, Views views, Publisher publisher, AdsServer ads, Verification verification,
        Lanes lanes) {

    AgentStatus status() {
        PhysicalSnapshot wanted = publisher.published();
        Map<String, AgentStatus.Amount> resources = new TreeMap<>();
        for (ResourceType type : ResourceType.values()) {
            List<PhysicalResource> all = wanted.ofType(type);
            if (!all.isEmpty()) {
                resources.put(type.name(), new AgentStatus.Amount(
                        all.size(), all.stream().mapToLong(resource -> resource.content().size()).sum()));
            }
        }
        List<String> problems = new ArrayList<>(registry.broken());
        problems.addAll(observed.problems());
        problems.addAll(views.notes());
        problems.addAll(observed.refusals());
        observed.notReady().ifPresent(problems::add);
        lanes.refused().ifPresent(problems::add);
        boolean settled = views.idle() && publisher.idle() && ads.settled().join();
        return new AgentStatus(observed.node(), ProcessHandle.current().pid(), envoy(), settled, resources, sharing(),
                registry.snapshot().all().stream().map(this::pod).sorted(Comparator.comparing(AgentStatus.Pod::name)).toList(), problems);
    }

    /** All share classes. */
    List<SharedResource> classes() {
        return publisher.classes().join().stream().map(known -> shared(known, List.of())).toList();
    }

    /** The share classes of a resource, by its virtual or its physical name, each with its pods. */
    List<SharedResource> why(String name) {
        return publisher.sharers(name).join().entrySet().stream().map(known -> shared(known.getKey(), known.getValue())).toList();
    }

    private Map<String, AgentStatus.Sharing> sharing() {
        Map<String, AgentStatus.Sharing> sharing = new TreeMap<>();
        publisher.classes().join().forEach(known -> sharing.merge(known.physical().type().name(),
                new AgentStatus.Sharing(1, known.members(), known.bytes()), AgentStatus.Sharing::and));
        return sharing;
    }

    private static SharedResource shared(ClassInfo known, List<String> pods) {
        return new SharedResource(known.physical().type().name(), known.virtual().name().value(), known.physical().name().value(),
                known.scope().name(), known.members(), known.waiting(), known.leaving(), known.bytes(), pods);
    }

    private AgentStatus.Envoy envoy() {
        return new AgentStatus.Envoy(observed.envoy().map(EnvoyProcess::pid).orElse(0L), observed.connected(), observed.starts());
    }

    private AgentStatus.Pod pod(PodRecord pod) {
        Verification.Found found = verification.of(pod);
        return new AgentStatus.Pod(pod.name().toString(), pod.uid().value(),
                pod.addresses().stream().map(address -> address.getHostAddress()).toList(),
                found.missingDoors().isEmpty(), found.capture(), found.at());
    }
}
