/** xDS resources as values: types, names, versions, bytes. Immutable, callable from everywhere, on any thread. */
package mesh.warren.model.xds;
