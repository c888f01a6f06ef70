/**
 * {@code warren bench lanes}: what a quiet pod feels of a loud neighbour, behind one Envoy without and with lanes, behind an Envoy of
 * its own, and behind sidecars; and what lanes cost. On the main thread; the load comes from processes of its own.
 */
package mesh.warren.bench.lanes;
