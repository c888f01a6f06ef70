package mesh.warren.agent;

import com.google.protobuf.TypeRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.admin.SharedResource;
import mesh.warren.agent.attach.Verification;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.agent.publish.Publisher;
import mesh.warren.agent.quarantine.Quarantine;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.views.FedStatus;
import mesh.warren.agent.views.Views;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/** Puts the answer of {@code warren status} together from what the parts know now. Any thread. */
record AgentReport(AgentState observed, Registry registry, Views views, Publisher publisher, Quarantine quarantine, AdsServer ads, Verification verification,
        Lanes lanes, Supplier<TypeRegistry> types) {

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
        quarantine.problem().ifPresent(problems::add);
        Map<PodUid, FedStatus> fed = views.statuses().join();
        registry.snapshot().all().forEach(pod -> problems.addAll(problems(pod, fed.get(pod.uid()))));
        boolean settled = views.idle() && publisher.idle() && quarantine.idle() && ads.settled().join();
        return new AgentStatus(observed.node(), ProcessHandle.current().pid(), envoy(), settled, resources, sharing(),
                registry.snapshot().all().stream().map(pod -> pod(pod, fed.get(pod.uid()))).sorted(Comparator.comparing(AgentStatus.Pod::name)).toList(), problems);
    }

    /** All share classes. */
    List<SharedResource> classes() {
        return publisher.classes().join().stream().map(known -> shared(known, List.of())).toList();
    }

    /** The share classes of a resource, by its virtual or its physical name, each with its pods. */
    List<SharedResource> why(String name) {
        RegistrySnapshot pods = registry.snapshot();
        Why why = new Why(types, uid -> pods.pod(uid).map(pod -> pod.name().toString()).orElse(uid.toString()));
        return publisher.why(name).join().stream().flatMap(explanation -> why.of(explanation).stream()).toList();
    }

    private Map<String, AgentStatus.Sharing> sharing() {
        Map<String, AgentStatus.Sharing> sharing = new TreeMap<>();
        publisher.classes().join().forEach(known -> sharing.merge(known.physical().type().name(),
                new AgentStatus.Sharing(1, known.members(), known.bytes()), AgentStatus.Sharing::and));
        return sharing;
    }

    private static SharedResource shared(ClassInfo known, List<String> pods) {
        return new SharedResource(known.physical().type().name(), known.virtual().name().value(), known.physical().name().value(),
                known.scope().name(), known.members(), known.waiting(), known.leaving(), known.bytes(), pods, "", List.of());
    }

    private AgentStatus.Envoy envoy() {
        return new AgentStatus.Envoy(observed.envoy().map(EnvoyProcess::pid).orElse(0L), observed.connected(), observed.starts());
    }

    private static List<String> problems(PodRecord pod, FedStatus fed) {
        List<String> problems = new ArrayList<>();
        if (fed != null) {
            fed.problem().ifPresent(why -> problems.add("pod " + pod.name() + ": its control plane " + fed.domain() + ": " + why));
            fed.refusals().forEach(refusal -> problems.add("pod " + pod.name() + ": " + refusal));
        }
        return problems;
    }

    private AgentStatus.Pod pod(PodRecord pod, FedStatus fed) {
        Verification.Found found = verification.of(pod);
        return new AgentStatus.Pod(pod.name().toString(), pod.uid().value(),
                pod.addresses().stream().map(address -> address.getHostAddress()).toList(),
                found.missingDoors().isEmpty(), found.capture(), found.at(),
                fed == null ? "built-in" : fed.domain().toString(), fed == null ? "" : fed.problem().orElse("connected"),
                fed == null ? List.of() : fed.refusals());
    }
}
