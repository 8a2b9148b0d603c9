/**
 * The platform's side in a process of its own: messages made beforehand, sent over connections that stay open, the next one
 * as soon as the last is answered. Plain sockets, since what a client library costs would be measured along.
 */
import { connect } from 'node:net';
import { newKnobs } from '../../../channels/wechat/fake-knobs.ts';
import { sealPush } from '../../../channels/wechat/fake-push.ts';
import { machineClock } from '../../../src/clock.ts';
import type { Mode } from './contender.ts';

export interface Work {
  readonly port: number;
  readonly mode: Mode;
  readonly count: number;
  readonly connections: number;
  /** Number of the first message. */
  readonly from: number;
}

export interface Worked {
  readonly ms: number;
  /** Answered 200. */
  readonly accepted: number;
}

process.on('message', async (work: Work) => process.send?.(await send(work)));
process.once('disconnect', () => process.exit());

async function send({ port, mode, count, connections, from }: Work): Promise<Worked> {
  const requests = Array.from({ length: count }, (_, nth) => toRequest(port, mode, from + nth));
  let next = 0;
  let accepted = 0;
  const take = () => requests[next++];
  const start = performance.now();
  const answered = (status: string) => {
    if (status === '200') accepted += 1;
  };
  const one = () => keepSending(port, take, answered);
  await Promise.all(Array.from({ length: connections }, one));
  return { ms: performance.now() - start, accepted };
}

function keepSending(port: number, take: () => Buffer | undefined, answered: (status: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let got = '';
    const sendNext = () => {
      const request = take();
      if (request) socket.write(request);
      else socket.end();
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      got += chunk;
      const head = got.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(got)?.[1] ?? 0);
      if (got.length < head + 4 + length) return;
      answered(got.slice(9, 12));
      got = '';
      sendNext();
    });
    socket.once('connect', sendNext);
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

const FOLLOWERS = 5000;

function toRequest(port: number, mode: Mode, nth: number): Buffer {
  const now = machineClock.now();
  const knobs = { ...newKnobs(), pushMode: mode };
  const message = {
    FromUserName: `oFollower${String(nth % FOLLOWERS).padStart(19, '0')}`,
    CreateTime: Math.floor(now.getTime() / 1000),
    MsgType: 'text',
    Content: `请问解放路的停水什么时候结束？家里有老人，等了第${nth}个小时了`,
    MsgId: String(24_000_000_000_000_000n + BigInt(nth)),
  };
  const { query, type, body } = sealPush({ knobs, clock: { now: () => now } }, message);
  const head =
    `POST /push/wechat?${query} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n` +
    `Connection: Keep-Alive\r\nPragma: no-cache\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}
