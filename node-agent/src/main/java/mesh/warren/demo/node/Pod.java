package mesh.warren.demo.node;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import mesh.warren.cni.spec.AttachmentId;
import tools.jackson.databind.JsonNode;

/** A pod: a network namespace, attached by a CNI chain, with processes in it. Closing it ends the processes, detaches it and removes the namespace. */
public final class Pod implements AutoCloseable {

    private static final long KILL_AFTER_MILLIS = 3_000;

    private final String name;
    private final NamedNetns netns;
    private final RuntimeConf conf;
    private final List<InetAddress> addresses;
    private final Teardown teardown;

    private Pod(String name, NamedNetns netns, RuntimeConf conf, List<InetAddress> addresses, Teardown teardown) {
        this.name = name;
        this.netns = netns;
        this.conf = conf;
        this.addresses = addresses;
        this.teardown = teardown;
    }

    /**
     * Makes the network namespace and executes ADD.
     *
     * @param tenant the pod's Kubernetes namespace
     * @param name   the pod's name
     * @throws CniFailedException when a plugin fails; DEL has been executed and nothing is left then
     */
    public static Pod create(Node node, CniChain chain, String tenant, String name) throws IOException {
        Teardown teardown = new Teardown();
        try {
            NamedNetns netns = NamedNetns.make(node.network().name() + "-" + name + "-" + NodeNetwork.suffix(), teardown);
            UUID uid = UUID.randomUUID();
            AttachmentId id = new AttachmentId(uid.toString().replace("-", "") + NodeNetwork.suffix(), "eth0");
            RuntimeConf conf = RuntimeConf.kubernetes(id, netns.path(), tenant, name, uid.toString());
            teardown.later("CNI attachment of " + tenant + "/" + name, () -> chain.del(conf));
            String result = chain.add(conf);
            routeThroughNode(netns, node.network(), result);
            return new Pod(name, netns, conf, addresses(result), teardown);
        } catch (IOException failed) {
            throw teardown.because(failed);
        } catch (RuntimeException failed) {
            throw teardown.because(failed);
        }
    }

    public String name() {
        return name;
    }

    /** Its container id, interface, network namespace and CNI arguments. */
    public RuntimeConf conf() {
        return conf;
    }

    public Path netns() {
        return netns.path();
    }

    /** All addresses that the chain gave it: IPv4 and IPv6. */
    public List<InetAddress> addresses() {
        return addresses;
    }

    /** The first address of that family, without its prefix length. */
    public String address(Class<? extends InetAddress> family) {
        return addresses.stream().filter(family::isInstance).findFirst().map(InetAddress::getHostAddress)
                .orElseThrow(() -> new IllegalStateException("pod " + name + " has no " + family.getSimpleName()));
    }

    /** The command line that runs the command in the pod. */
    public List<String> inside(List<String> command) {
        return netns.inside(command);
    }

    /** Starts a process in the pod; it ends with the pod. Both its outputs go to the file. */
    public Process start(List<String> command, File log) throws IOException {
        Process process = new ProcessBuilder(inside(command)).redirectErrorStream(true).redirectOutput(log).start();
        teardown.later("process " + process.pid() + " in pod " + name, () -> end(process));
        return process;
    }

    /** Runs a program in the pod to its end and returns its standard output. */
    public String run(List<String> command) throws IOException {
        return Program.mustRun(inside(command).toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        teardown.close();
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(KILL_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Other pods are reached through the node, not as neighbours: the kernel's neighbour table is one for all network namespaces and
     * holds 1,024 entries unless the machine's administrator raised that, which forty pods that all know each other exceed.
     */
    private static void routeThroughNode(NamedNetns netns, NodeNetwork network, String result) throws IOException {
        for (JsonNode ip : Conflist.JSON.readTree(result).path("ips")) {
            String gateway = ip.path("gateway").asString("");
            if (gateway.contains(".")) {
                Program.mustRun(netns.inside(List.of("ip", "route", "replace", network.ipv4(), "via", gateway, "dev", "eth0", "onlink"))
                        .toArray(String[]::new));
            }
        }
    }

    private static List<InetAddress> addresses(String result) {
        List<InetAddress> addresses = new ArrayList<>();
        for (JsonNode ip : Conflist.JSON.readTree(result).path("ips")) {
            String address = ip.path("address").asString();
            addresses.add(InetAddress.ofLiteral(address.substring(0, address.indexOf('/'))));
        }
        return List.copyOf(addresses);
    }
}
