// A control plane on github.com/envoyproxy/go-control-plane, for tests: serves to each node what a JSON file has for it.
//
//	control-plane [-sotw-only] LISTEN WORLD
//
// Reads a line from standard input, then the file again; prints one JSON object a line for what happens.
package main

import (
	"bufio"
	"context"
	"flag"
	"log"
	"net"
	"os"
	"strings"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"github.com/envoyproxy/go-control-plane/pkg/cache/v3"
	"github.com/envoyproxy/go-control-plane/pkg/server/v3"
	"google.golang.org/grpc"
)


func main() {
	sotwOnly := flag.Bool("sotw-only", false, "serve without delta")
	flag.Parse()
	snapshots := cache.NewSnapshotCache(true, cache.IDHash{}, nil)
	world := flag.Arg(1)
	if err := load(world, snapshots); err != nil {
		log.Fatal(err)
	}
	network, address := "tcp", flag.Arg(0)
	if path, unix := strings.CutPrefix(address, "unix:"); unix {
		network, address = "unix", path
		_ = os.Remove(path)
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		log.Fatal(err)
	}
	served := server.NewServer(context.Background(), snapshots, callbacks())
	streams := grpc.NewServer()
	if *sotwOnly {
		discovery.RegisterAggregatedDiscoveryServiceServer(streams, &withoutDelta{served: served})
	} else {
		discovery.RegisterAggregatedDiscoveryServiceServer(streams, served)
	}
	go reload(world, snapshots)
	report(event{Event: "listening", Text: listener.Addr().String()})
	log.Fatal(streams.Serve(listener))
}

// reload reads the file again for each line of standard input, and ends with it.
func reload(world string, snapshots cache.SnapshotCache) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if err := load(world, snapshots); err != nil {
			log.Fatal(err)
		}
		report(event{Event: "loaded"})
	}
	os.Exit(0)
}

// withoutDelta leaves the delta stream unimplemented.
type withoutDelta struct {
	discovery.UnimplementedAggregatedDiscoveryServiceServer
	served server.Server
}

func (w *withoutDelta) StreamAggregatedResources(stream discovery.AggregatedDiscoveryService_StreamAggregatedResourcesServer) error {
	return w.served.StreamAggregatedResources(stream)
}
