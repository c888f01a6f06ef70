/** The agent's settings: one YAML file, read once when the agent starts, by its main thread; immutable after that. */
package mesh.warren.agent.settings;
