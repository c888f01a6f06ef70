package mesh.warren.demo;

import java.nio.file.Path;

/**
 * What the demo was asked for.
 *
 * @param pods     how many
 * @param services how many
 * @param mtls     whether pods have certificates, and TLS between them
 * @param envoy    Envoy's binary
 * @param home     the checkout: launcher and packaged CNI plugin
 * @param folder   where all files of this run go; made and removed by it
 */
record DemoOptions(int pods, int services, boolean mtls, Path envoy, Path home, Path folder) {}
