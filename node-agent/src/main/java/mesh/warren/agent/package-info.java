/** The agent as a whole: its parts, put together and started in order. Called by the command line and by tests. */
package mesh.warren.agent;
