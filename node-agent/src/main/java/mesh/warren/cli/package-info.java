/** The command line: one class for each word of {@code warren}. Called by the launcher, on the main thread. */
package mesh.warren.cli;
