# Sourced by all scripts here: where things are, and what the cluster's network looks like. There is one cluster on a machine at
# a time: its bridge, addresses and cgroups have fixed names.
export LC_ALL=C
CLUSTER=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/warren/cluster
STATE=$CACHE/state          # all that a running cluster has: gone after down.sh
RUN=$STATE/run              # pids, logs, certificates, kubeconfigs, etcd
NODES=$STATE/nodes          # NODES/n1/...: the node's own /run, /etc/cni/net.d, /var/lib/kubelet, ...
PKI=$RUN/pki
NET=10.89.0                 # nodes: $NET.11, $NET.12, ...; this machine: $NET.1
PODS=10.244.0.0/16
SERVICES=10.96.0.0/16
API=https://$NET.11:6443

die() { echo "$(basename "$0"): $*" >&2; exit 1; }

noted() { # NAME PID: a pid with its start time, so that down.sh never ends another's
	echo "$2 $(sed 's/.*) //' "/proc/$2/stat" | cut -d' ' -f20)" >"$RUN/pids/$1"
}
pid_of() { cut -d' ' -f1 "$RUN/pids/$1"; }
alive() { # NAME: prints its pid if that process still is the noted one
	local pid at
	[ -e "$RUN/pids/$1" ] && read -r pid at <"$RUN/pids/$1" || return 1
	[ "$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f20)" = "$at" ] && echo "$pid"
}
at() { # NODE COMMAND...: with the node's mounts, network and name
	local node=$1
	shift
	nsenter -t "$(pid_of "$node")" -m -n -u -- "$@"
}
until_true() { # SECONDS COMMAND...
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}
