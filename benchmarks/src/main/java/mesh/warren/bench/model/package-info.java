/** Where the constants of {@code warren plan}'s memory model come from. On the main thread. */
package mesh.warren.bench.model;
