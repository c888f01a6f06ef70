package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Path;

/** {@code --keep}: everything stays until the user has looked. */
final class KeptDemo {

    private KeptDemo() {}

    static void await(Path folder) throws IOException {
        System.out.printf("""

                Everything stays up. Look at it:
                  ./warren status --config %1$s/agent.yaml
                  curl --unix-socket %1$s/run/envoy/admin.sock http://envoy/config_dump
                  ip netns list; ip netns exec NAME nft list ruleset
                Enter (or Ctrl-C) takes it down.
                """, folder);
        System.in.read();
    }
}
