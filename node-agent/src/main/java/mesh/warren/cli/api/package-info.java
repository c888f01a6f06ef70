/** {@code warren api}: the API table against an Envoy binary. Called by the command line, on its thread; it starts and ends an Envoy. */
package mesh.warren.cli.api;
