#!/usr/bin/env bash
# enter.sh NODE COMMAND...: runs a command on a node of the cluster (its mounts, network, name), such as
#   enter.sh n1 ctr -n k8s.io images import /path/to/image.tar
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/parts/settings.sh"
[ -e "$RUN/up" ] || die "no cluster is up: run up.sh"
node=${1:?"enter.sh NODE COMMAND..."}
shift
exec nsenter -t "$(pid_of "$node")" -m -n -u -- "$@"
