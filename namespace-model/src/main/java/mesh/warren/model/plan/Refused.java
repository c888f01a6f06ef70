package mesh.warren.model.plan;

/**
 * One rule that something broke, over all resources of a type.
 *
 * @param typeUrl   of the resources
 * @param rule      its id
 * @param path      the field, without positions in lists; empty for the whole resource
 * @param resources how many virtual resources are not served because of it
 * @param pods      to how many pods
 * @param example   a resource and the value refused
 * @param remedy    what can be done
 */
public record Refused(String typeUrl, String rule, String path, int resources, int pods, String example, String remedy) {}
