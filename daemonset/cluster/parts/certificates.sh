# Sourced by up.sh: the cluster's authority, certificates and kubeconfigs (EC P-256, valid for a year).

ca() { # NAME
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 \
		-subj "/CN=$1" -keyout "$PKI/$1.key" -out "$PKI/$1.crt" \
		-addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null
}

cert() { # NAME SUBJECT [SAN]
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$2" \
		-keyout "$PKI/$1.key" -out "$PKI/$1.csr" 2>/dev/null
	openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 365 \
		-out "$PKI/$1.crt" -extfile <(
			echo keyUsage=critical,digitalSignature,keyEncipherment
			echo extendedKeyUsage=serverAuth,clientAuth
			[ -z "${3:-}" ] || echo "subjectAltName=$3"
		) 2>/dev/null
}

kubeconfig() { # NAME: for the certificate of that name
	cat >"$RUN/kubeconfig/$1" <<-EOF
		apiVersion: v1
		kind: Config
		current-context: k8s
		clusters: [{name: k8s, cluster: {server: "$API", certificate-authority: $PKI/ca.crt}}]
		users: [{name: $1, user: {client-certificate: $PKI/$1.crt, client-key: $PKI/$1.key}}]
		contexts: [{name: k8s, context: {cluster: k8s, user: $1}}]
	EOF
}

control_plane_certificates() {
	mkdir -p "$PKI" "$RUN/kubeconfig"
	ca ca
	openssl ecparam -genkey -name prime256v1 -noout -out "$PKI/sa.key"
	openssl ec -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
	cert apiserver /CN=kube-apiserver "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:10.96.0.1,IP:$NET.11"
	cert apiserver-kubelet /O=system:masters/CN=apiserver-kubelet
	cert admin /O=system:masters/CN=admin
	cert controller-manager /CN=system:kube-controller-manager
	cert scheduler /CN=system:kube-scheduler
	cert proxy /CN=system:kube-proxy
	local name
	for name in admin controller-manager scheduler proxy; do kubeconfig "$name"; done
}
