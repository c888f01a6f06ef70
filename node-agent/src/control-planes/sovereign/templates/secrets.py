"""Template of sovereign: secrets."""
import world


def call(discovery_request, **_):
    return world.resources(discovery_request, "secrets")
