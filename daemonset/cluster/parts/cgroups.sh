# Sourced by up.sh and down.sh: cgroup v1 (runc 1.1 and kubelet 1.34 take it; the machine may be hybrid). The cluster is under /k8s.
CG=/sys/fs/cgroup

controllers() { awk '$3 == "cgroup" {print $2}' /proc/mounts | grep "^$CG/"; }
hierarchies() { awk '$3 ~ /^cgroup/ {print $2}' /proc/mounts | grep "^$CG/"; } # cgroup2 too: runc leaves empty ones there

cgroup() { # PATH: makes it under every controller
	local controller part folder
	for controller in $(controllers); do
		mkdir -p "$controller/$1"
		if [ -e "$controller/cpuset.cpus" ]; then # a new cpuset is empty, and no process may enter it
			folder=$controller
			for part in ${1//\// }; do
				[ -n "$(cat "$folder/$part/cpuset.mems")" ] || cat "$folder/cpuset.mems" >"$folder/$part/cpuset.mems"
				[ -n "$(cat "$folder/$part/cpuset.cpus")" ] || cat "$folder/cpuset.cpus" >"$folder/$part/cpuset.cpus"
				folder=$folder/$part
			done
		fi
	done
}

members() { # PATH: the processes in the cgroups under it
	local hierarchy
	for hierarchy in $(hierarchies); do
		[ -d "$hierarchy/$1" ] && find "$hierarchy/$1" -name cgroup.procs -exec cat {} + 2>/dev/null
	done | sort -un
}

remove_cgroups() {
	local hierarchy try
	for hierarchy in $(hierarchies); do
		for try in 1 2 3 4 5 6 7 8 9 10; do
			[ -d "$hierarchy/k8s" ] || break
			find "$hierarchy/k8s" -depth -type d -exec rmdir {} + 2>/dev/null
			[ ! -d "$hierarchy/k8s" ] || sleep 0.2
		done
		[ ! -d "$hierarchy/k8s" ] || echo "down.sh: $hierarchy/k8s is not empty" >&2
	done
}
