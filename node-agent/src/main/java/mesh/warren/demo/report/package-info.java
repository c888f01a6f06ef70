/** What the demo prints: progress lines, tables, and which claims held. Called by the demo, on the main thread. */
package mesh.warren.demo.report;
