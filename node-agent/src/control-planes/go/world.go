package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"github.com/envoyproxy/go-control-plane/pkg/cache/types"
	"github.com/envoyproxy/go-control-plane/pkg/cache/v3"
	"github.com/envoyproxy/go-control-plane/pkg/resource/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	// Types that stand inside Any.
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/access_loggers/stream/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/fault/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/header_mutation/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/original_dst/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/tls_inspector/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
)

// virtual is what one node is served, each resource as protobuf JSON.
type virtual struct {
	Version    string            `json:"version"`
	Clusters   []json.RawMessage `json:"clusters"`
	Endpoints  []json.RawMessage `json:"endpoints"`
	Listeners  []json.RawMessage `json:"listeners"`
	Routes     []json.RawMessage `json:"routes"`
	Secrets    []json.RawMessage `json:"secrets"`
	Extensions []json.RawMessage `json:"extensions"`
}

// load makes the file's content what is served. A string instead of resources names another node: both are served the same, made once.
func load(path string, snapshots cache.SnapshotCache) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	world := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &world); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	made := map[string]*cache.Snapshot{}
	for node, has := range world {
		if has[0] == '"' {
			continue
		}
		if made[node], err = snapshot(has); err != nil {
			return fmt.Errorf("%s: node %s: %w", path, node, err)
		}
	}
	for node, has := range world {
		as := node
		if has[0] == '"' {
			if err := json.Unmarshal(has, &as); err != nil {
				return fmt.Errorf("%s: node %s: %w", path, node, err)
			}
		}
		if made[as] == nil {
			return fmt.Errorf("%s: node %s: no resources at %s", path, node, as)
		}
		if err := snapshots.SetSnapshot(context.Background(), node, made[as]); err != nil {
			return err
		}
	}
	return nil
}

func snapshot(text json.RawMessage) (*cache.Snapshot, error) {
	var v virtual
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, err
	}
	resources := map[resource.Type][]types.Resource{}
	for _, each := range []struct {
		url   resource.Type
		texts []json.RawMessage
		empty proto.Message
	}{
		{resource.ClusterType, v.Clusters, &cluster.Cluster{}},
		{resource.EndpointType, v.Endpoints, &endpoint.ClusterLoadAssignment{}},
		{resource.ListenerType, v.Listeners, &listener.Listener{}},
		{resource.RouteType, v.Routes, &route.RouteConfiguration{}},
		{resource.SecretType, v.Secrets, &tls.Secret{}},
		{resource.ExtensionConfigType, v.Extensions, &core.TypedExtensionConfig{}},
	} {
		for _, text := range each.texts {
			message := proto.Clone(each.empty)
			if err := protojson.Unmarshal(text, message); err != nil {
				return nil, err
			}
			resources[each.url] = append(resources[each.url], message)
		}
	}
	return cache.NewSnapshot(v.Version, resources)
}
