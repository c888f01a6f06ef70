package mesh.warren.agent.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mesh.warren.agent.cluster.ClusterView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ManifestSourceTest {

    @TempDir
    Path folder;

    private final BlockingQueue<ClusterView> views = new LinkedBlockingQueue<>();
    private ManifestSource source;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    @Test
    void anEmptyFolderIsAView() throws Exception {
        start();
        assertEquals(ClusterView.EMPTY, views.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void aFileThatComesChangesAndGoesIsSeen() throws Exception {
        start();
        write("a.yaml", pod("one"));
        await(view -> names(view).equals(List.of("default/one")));
        write("a.yaml", pod("one") + "---\n" + pod("two"));
        await(view -> names(view).equals(List.of("default/one", "default/two")));
        Files.delete(folder.resolve("a.yaml"));
        await(view -> names(view).isEmpty());
    }

    @Test
    void aBrokenFileKeepsWhatItHeldAndOthersGoOn() throws Exception {
        write("a.yaml", pod("one"));
        start();
        await(view -> names(view).equals(List.of("default/one")));
        write("a.yaml", pod("one") + "---\n" + "kind: [\n");
        ClusterView broken = await(view -> !view.problems().isEmpty());
        assertEquals(List.of("default/one"), names(broken));
        assertEquals("a.yaml", broken.problems().getFirst().file());
        write("b.yaml", pod("two"));
        await(view -> names(view).equals(List.of("default/one", "default/two")) && view.problems().equals(broken.problems()));
        write("a.yaml", pod("three"));
        await(view -> names(view).equals(List.of("default/three", "default/two")) && view.problems().isEmpty());
    }

    @Test
    void ofOneObjectInTwoFilesTheFirstFileCounts() throws Exception {
        write("a.yaml", service("10.96.0.1"));
        write("b.yaml", service("10.96.0.2"));
        start();
        ClusterView view = await(v -> v.services().size() == 1);
        assertEquals("10.96.0.1", view.services().getFirst().clusterIps().getFirst().toString());
        assertEquals("b.yaml:1: Service default/web stands in a.yaml already: that one counts; remove one of them",
                view.problems().getFirst().toString());
        Files.delete(folder.resolve("a.yaml"));
        await(v -> v.services().getFirst().clusterIps().getFirst().toString().equals("10.96.0.2") && v.problems().isEmpty());
    }

    @Test
    void hiddenFilesAndOtherNamesAreNotRead() throws Exception {
        write(".a.yaml.new", "kind: [");
        write("README.md", "no manifest");
        write("a.yaml", pod("one"));
        start();
        assertEquals(List.of(), await(view -> names(view).equals(List.of("default/one"))).problems());
    }

    @Test
    void aFolderThatWasReplacedIsWatchedAgain() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        source = ManifestSource.start(inner, views::add);
        Files.writeString(inner.resolve("a.yaml"), pod("one"));
        await(view -> names(view).equals(List.of("default/one")));
        Files.delete(inner.resolve("a.yaml"));
        Files.delete(inner);
        Path next = Files.createDirectory(folder.resolve("next"));
        Files.writeString(next.resolve("a.yaml"), pod("two"));
        Files.move(next, inner);
        await(view -> names(view).equals(List.of("default/two")));
        Files.writeString(inner.resolve("b.yaml"), pod("three"));
        await(view -> names(view).equals(List.of("default/three", "default/two")));
    }

    @Test
    void aMissingFolderIsRefused() {
        NotDirectoryException e = assertThrows(NotDirectoryException.class,
                () -> ManifestSource.start(folder.resolve("typo"), views::add));
        assertEquals(folder.resolve("typo") + ": the folder of manifests; make it, or correct 'manifests' in the settings",
                e.getMessage());
    }

    private void start() throws IOException {
        source = ManifestSource.start(folder, views::add);
    }

    private void write(String file, String text) throws IOException {
        Path fresh = Files.writeString(folder.resolve("." + file + ".tmp"), text);
        Files.move(fresh, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ClusterView await(Predicate<ClusterView> wanted) throws InterruptedException {
        List<ClusterView> seen = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            ClusterView view = views.poll(1, TimeUnit.SECONDS);
            if (view != null) {
                seen.add(view);
                if (wanted.test(view)) {
                    return view;
                }
            }
        }
        return fail("not seen; views were " + seen);
    }

    private static List<String> names(ClusterView view) {
        return view.pods().keySet().stream().map(Object::toString).toList();
    }

    private static String pod(String name) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + "}\n";
    }

    private static String service(String clusterIp) {
        return "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: " + clusterIp + "}}\n";
    }
}
