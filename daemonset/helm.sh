#!/usr/bin/env bash
# Prints the path of a Helm: built once from its Go module into the cache (WARREN_HELM names another one).
set -euo pipefail
VERSION=v3.19.5
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/warren/helm/$VERSION
HELM=${WARREN_HELM:-$CACHE/helm}
if [ ! -x "$HELM" ]; then
  mkdir -p "$CACHE"
  exec 9>"$CACHE/build.lock"
  flock 9
  if [ ! -x "$HELM" ]; then
    command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin
    command -v go >/dev/null || { echo "helm.sh: no Go found: install Go 1.24 or later, or name a Helm with WARREN_HELM" >&2; exit 2; }
    echo "helm.sh: building Helm $VERSION (a few minutes, once)" >&2
    GOTOOLCHAIN=local CGO_ENABLED=0 GOBIN=$CACHE nice -n 19 go install -trimpath -ldflags "-s -w" "helm.sh/helm/v3/cmd/helm@$VERSION" >&2
  fi
fi
echo "$HELM"
