package mesh.warren.agent.attacks;

/**
 * One attack, as the table names it.
 *
 * @param group   sorts the table
 * @param name    what the attacker does
 * @param guard   what stands against it
 * @param without what it does without the guard, as seen in this run or in the named test; "always on" where it cannot be switched off
 */
record Attack(String group, String name, String guard, String without) {}
