/** IP addresses and ranges as values, written exactly as Envoy writes them. Immutable, callable from everywhere, on any thread. */
package mesh.warren.model.address;
