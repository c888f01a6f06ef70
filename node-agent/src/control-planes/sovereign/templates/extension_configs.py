"""Template of sovereign: extension configurations. It does not know their type, and Envoy insists on one."""
import world

TYPE = "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig"


def call(discovery_request, **_):
    return [{"@type": TYPE, **each} for each in world.resources(discovery_request, "extensions")]
