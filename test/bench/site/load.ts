/**
 * The readers, in a process of their own: connections that stay open, each asking again as soon as it has the whole answer.
 * Plain sockets, since what a client library costs would be measured along.
 */
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface Work {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly ms: number;
  /** Value of Accept-Encoding. */
  readonly coding: string;
}

export interface Worked {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one answer, with its head. */
  readonly bytes: number;
}

process.on('message', async (work: Work) => process.send?.(await read(work)));
process.once('disconnect', () => process.exit());

async function read({ port, path, connections, ms, coding }: Work): Promise<Worked> {
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\n` +
      `Accept-Encoding: ${coding}\r\nConnection: keep-alive\r\n\r\n`,
  );
  const took: number[] = [];
  const begun = performance.now();
  let bytes = 0;
  const one = () => keepReading({ port, request, until: begun + ms, took, answered: (length) => (bytes = length) });
  await Promise.all(Array.from({ length: connections }, one));
  const elapsed = performance.now() - begun;
  const sorted = Float64Array.from(took).sort();
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] ?? Number.NaN;
  return { perSecond: (took.length * 1000) / elapsed, p50Ms: at(0.5), p99Ms: at(0.99), bytes };
}

interface Reading {
  readonly port: number;
  readonly request: Buffer;
  readonly until: number;
  readonly took: number[];
  answered(bytes: number): void;
}

function keepReading({ port, request, until, took, answered }: Reading): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let asked = 0;
    let got = 0;
    let length = 0; // of the whole answer; 0 before its head is there
    const ask = () => {
      asked = performance.now();
      [got, length] = [0, 0];
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      if (length === 0) length = wholeLength(chunk);
      got += chunk.length;
      if (got < length) return;
      const now = performance.now();
      took.push(now - asked);
      answered(length);
      if (now < until) ask();
      else socket.end();
    });
    socket.once('connect', ask);
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

function wholeLength(first: Buffer): number {
  const end = first.indexOf('\r\n\r\n');
  const head = first.toString('latin1', 0, end);
  const body = /content-length: (\d+)/i.exec(head)?.[1];
  if (end < 0 || !head.startsWith('HTTP/1.1 200') || body === undefined) throw new Error(`unexpected answer: ${head}`);
  return end + 4 + Number(body);
}
