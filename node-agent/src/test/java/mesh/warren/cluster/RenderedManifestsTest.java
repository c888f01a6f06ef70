package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plain manifests are what the chart gives. */
@Tag("cluster")
class RenderedManifestsTest {

    @Test
    void theManifestsAreThoseOfTheChart() throws IOException, InterruptedException {
        Process render = new ProcessBuilder("../daemonset/render.sh", "--check").redirectErrorStream(true).start();
        String said = new String(render.getInputStream().readAllBytes());
        assertEquals(0, render.waitFor(), said);
    }
}
