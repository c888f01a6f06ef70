package mesh.warren.agent;

import java.util.List;
import java.util.function.Function;
import mesh.warren.agent.podview.Page;
import mesh.warren.agent.podview.PodPages;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;

/** {@code proxy TENANT/POD /PATH?QUERY}: a page of a pod's own view, for {@code warren proxy}. Any thread. */
record ProxyQuestion(Registry registry, PodPages pages) implements Function<String, Page> {

    @Override
    public Page apply(String about) {
        String[] words = about.split(" ", 2);
        List<PodRecord> pods = registry.snapshot().all().stream()
                .filter(pod -> pod.name().toString().equals(words[0]) || pod.name().toString().endsWith("/" + words[0])).toList();
        if (words.length < 2 || pods.size() != 1) {
            return new Page(404, "text/plain", pods.isEmpty() ? "no pod " + words[0] + " has joined on this node; 'warren status' lists them\n"
                    : "there are " + pods.size() + " pods " + words[0] + ": say TENANT/NAME\n");
        }
        return pages.get(pods.getFirst().uid(), words[1]);
    }
}
