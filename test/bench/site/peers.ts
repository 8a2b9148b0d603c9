/** The same bytes from others: Node's server as it is, a Koa route that does nothing else, nginx reading the exported file. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { freePort } from '../../support/free-port.ts';
import type { Contender, Page } from './contender.ts';
import { waitForPort } from './wait-for-port.ts';

export const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx'].find(existsSync) ?? null;

export async function openRawNode({ path, headers, html }: Page): Promise<Contender> {
  const body = Buffer.from(html);
  const all = { ...headers, 'content-length': String(body.length) };
  const server = createServer((_request, response) => response.writeHead(200, all).end(body));
  return await listening(server, path);
}

export async function openKoa({ path, headers, html }: Page): Promise<Contender> {
  const app = new Koa();
  const router = new Router();
  router.get('/p/:id.html', (ctx) => {
    ctx.set({ ...headers });
    ctx.body = html;
  });
  app.use(router.routes());
  return await listening(createServer(app.callback()), path);
}

async function listening(server: Server, path: string): Promise<Contender> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { port: (server.address() as { port: number }).port, path, close };
}

/** One worker, as the others are one process; open files kept, no log: as fast as it gets. */
export async function openNginx({ path, headers, html }: Page): Promise<Contender> {
  if (NGINX === null) throw new Error('nginx is missing: apt-get install nginx-light');
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-bench-nginx-'));
  const port = await freePort();
  await mkdir(join(folder, 'site', dirname(path)), { recursive: true });
  await writeFile(join(folder, 'site', path), html);
  const kept = Object.entries(headers).filter(([name]) => !['content-type', 'etag', 'vary'].includes(name));
  const added = kept.map(([name, value]) => `add_header ${name} "${value}";`).join('\n');
  const config = `
daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  client_body_temp_path ${folder}/t; proxy_temp_path ${folder}/t; fastcgi_temp_path ${folder}/t;
  uwsgi_temp_path ${folder}/t; scgi_temp_path ${folder}/t;
  types { text/html html; } charset utf-8;
  server { listen 127.0.0.1:${port}; root ${folder}/site; ${added} }
}`;
  await writeFile(join(folder, 'nginx.conf'), config);
  const nginx = spawn(NGINX, ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  await waitForPort(port);
  const close = async () => {
    nginx.kill();
    await new Promise((ended) => nginx.once('exit', ended));
    await rm(folder, { recursive: true, force: true });
  };
  return { port, path, close };
}
