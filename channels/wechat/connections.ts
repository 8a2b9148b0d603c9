/**
 * Connections to the platform, kept for the next call. A call gets one that is open already: trouble while connecting is
 * then told apart from trouble after it for certain, and urllib's connect timer, which it never clears after a failed
 * connection, has nothing to wait for.
 */
import { once } from 'node:events';
import { Agent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { networkFailure } from '../../src/channel/network-failure.ts';

export interface Connections {
  readonly agent: Agent;
  readonly httpsAgent: HttpsAgent;
  /** Makes sure that a call to the address finds an open connection. Throws ChannelFailure 'unreachable'. */
  open(address: Target, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface Target {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

// Idle connections go after 4 s: the platform's gateway must not close one under a call that is just beginning.
const KEPT = { keepAlive: true, timeout: 4000 };

export function openConnections(connectMs: number): Connections {
  const ready: Socket[] = [];
  function take(): Socket | null {
    for (let socket = ready.shift(); socket; socket = ready.shift()) if (socket.readyState === 'open') return socket;
    return null;
  }
  const agent = new (class extends Agent {
    override createConnection(...given: Parameters<Agent['createConnection']>) {
      return take() ?? super.createConnection(...given);
    }
  })(KEPT);
  const httpsAgent = new (class extends HttpsAgent {
    override createConnection(...given: Parameters<HttpsAgent['createConnection']>) {
      return take() ?? super.createConnection(...given);
    }
  })(KEPT);
  return {
    agent,
    httpsAgent,
    async open({ protocol, hostname: host, port }, signal) {
      const secure = protocol === 'https:';
      const chosen = secure ? httpsAgent : agent;
      if (ready.length > 0 || hasFree(chosen)) return;
      const { timeout } = KEPT;
      const servername = isIP(host) ? '' : host; // TLS names no addresses (RFC 6066, 3)
      const options = { host, port: Number(port) || (secure ? 443 : 80), servername, noDelay: true, timeout };
      const socket = chosen.createConnection(options) as Socket;
      await untilOpen(socket, secure ? 'secureConnect' : 'connect', { connectMs, signal });
      socket.on('timeout', () => ready.includes(socket) && socket.destroy()); // its call found a free one after all
      ready.push(socket);
    },
    close() {
      for (const socket of ready.splice(0)) socket.destroy();
      agent.destroy();
      httpsAgent.destroy();
    },
  };
}

function hasFree({ freeSockets }: Agent): boolean {
  return Object.values(freeSockets).some((sockets) => sockets?.some((socket) => !socket.destroyed));
}

interface Patience {
  readonly connectMs: number;
  readonly signal: AbortSignal;
}

async function untilOpen(socket: Socket, event: string, { connectMs, signal }: Patience): Promise<void> {
  const late = AbortSignal.timeout(connectMs);
  try {
    await once(socket, event, { signal: AbortSignal.any([signal, late]) });
    socket.on('error', () => {}); // one that dies before its call takes it; the call then makes its own
  } catch (error) {
    socket.on('error', () => {});
    socket.destroy();
    if (late.aborted && !signal.aborted) throw notConnected('CONNECT_TIMEOUT');
    const failure = networkFailure(error);
    // A certificate that does not fit, a handshake that fails: no call has been sent. A reset stays what it is everywhere.
    const certain = failure.kind === 'uncertain' && failure.code !== 'ECONNRESET' && !signal.aborted;
    throw certain ? notConnected(failure.code) : failure;
  }
}

function notConnected(code: string): ChannelFailure {
  const reason = `与微信接口建立连接失败（${code}），未送达，稍后自动重试。如果持续出现，请检查网络、代理和证书。`;
  return new ChannelFailure('unreachable', reason, { code });
}
