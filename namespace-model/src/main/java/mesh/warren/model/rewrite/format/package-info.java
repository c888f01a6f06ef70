/** Envoy's format strings (docs: "Access logging", "Format strings"): what they are made of and what they may ask for; pure, on any thread. */
package mesh.warren.model.rewrite.format;
