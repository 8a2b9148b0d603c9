package main

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
)

// FerretDB's updates are a query followed by a write, so two at once may lose one of them; MongoDB promises that a change of
// one document is atomic. This stands in front and lets one message through at a time, from its request to its answer,
// which gives that promise back. It makes the server slower, never more obliging than MongoDB is.
type oneAtATime struct {
	backend string
	turn    sync.Mutex
}

const headerBytes = 16 // messageLength, requestID, responseTo, opCode: 4 bytes each, little endian
const longestMessage = 48_000_000

func (o *oneAtATime) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go o.carry(client)
	}
}

func (o *oneAtATime) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", o.backend)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		request, err := readMessage(client)
		if err != nil {
			return
		}
		answer, err := o.ask(server, request)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

func (o *oneAtATime) ask(server net.Conn, request []byte) ([]byte, error) {
	o.turn.Lock()
	defer o.turn.Unlock()
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return readMessage(server)
}

func readMessage(from io.Reader) ([]byte, error) {
	header := make([]byte, headerBytes)
	if _, err := io.ReadFull(from, header); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(header)
	if length < headerBytes || length > longestMessage {
		return nil, io.ErrUnexpectedEOF
	}
	message := make([]byte, length)
	copy(message, header)
	_, err := io.ReadFull(from, message[headerBytes:])
	return message, err
}
