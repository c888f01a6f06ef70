/**
 * {@code warren rewrite}: shows what rewriting makes of resources, without an agent. {@link
 * mesh.warren.cli.rewrite.RewriteCommand} is the entry; everything runs on the main thread.
 */
package mesh.warren.cli.rewrite;
