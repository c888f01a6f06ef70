#!/usr/bin/env bash
# Builds the one binary that is every Kubernetes component, etcd and kubectl, and the names it answers to, into the cache:
#   build.sh        prints the folder of the binaries
# Ten minutes on two cores the first time; after that nothing, until a file of kubernetes/ changes (the folder carries their hash).
# Needs: go 1.24 or later (the modules say which), and a Go module proxy for the first build.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/warren/cluster
VERSION=v1.34.4

source_hash() { (cd "$HERE" && sha256sum build.sh kubernetes/go.mod kubernetes/go.sum kubernetes/main.go | sha256sum | cut -c1-16); }

OUT=$CACHE/$VERSION-$(source_hash)
mkdir -p "$CACHE"
exec 9>"$CACHE/build.lock" # two runs at once: the second waits and finds the first one's result
flock 9
if [ ! -x "$OUT/k8s" ]; then
  command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin
  command -v go >/dev/null || { echo "build.sh: no Go found: install Go 1.24 or later" >&2; exit 2; }
  echo "build.sh: building Kubernetes $VERSION (about 10 minutes, once)" >&2
  start=$(date +%s)
  flags=""
  # The client packages read their own copy of the version too.
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$VERSION -X $package.gitMajor=1 -X $package.gitMinor=34"
    flags+=" -X $package.gitTreeState=clean -X $package.buildDate=2026-01-01T00:00:00Z"
  done
  work=$(mktemp -d "$CACHE/building.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  cd "$HERE/kubernetes"
  GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS="-buildvcs=false -mod=readonly" \
    nice -n 19 go build -trimpath -ldflags "-s -w$flags" -o "$work/k8s" . >&2
  for name in etcd kubectl kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy; do
    ln -s k8s "$work/$name"
  done
  mv "$work" "$OUT"
  trap - EXIT
  echo "build.sh: built in $(($(date +%s) - start)) s: $(stat -c %s "$OUT/k8s") bytes" >&2
fi
echo "$OUT"
