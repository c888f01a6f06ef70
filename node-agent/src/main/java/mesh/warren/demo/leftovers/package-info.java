/**
 * What a demo, or a test, left on the machine. Called when everything was taken down, by anybody, on any thread; only looks.
 */
package mesh.warren.demo.leftovers;
