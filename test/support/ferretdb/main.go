// A MongoDB-protocol server for the tests: FerretDB with its SQLite backend, on 127.0.0.1 only, without telemetry.
// Usage: ferretdb <folder for its files> [port]. Prints its URL on one line, then runs until its input closes or it
// is told to stop. mongo-server.ts builds and starts it.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	folder, port := os.Args[1], "0"
	if len(os.Args) > 2 {
		port = os.Args[2]
	}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + filepath.ToSlash(folder) + "/",
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // the input closes when the test process dies, however it dies
		stop()
	}()
	front, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		behind, _ := url.Parse(server.MongoDBURI()) // answers once it listens
		door := &oneAtATime{backend: behind.Host}
		go door.serve(front)
		fmt.Printf("mongodb://%s/\n", front.Addr())
	}()
	_ = server.Run(ctx)
}
