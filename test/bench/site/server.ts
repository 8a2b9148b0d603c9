/** One contender in a process of its own: `node server.ts <name>`; the page to serve comes as the first message. */
import type { Contender, Name, Page } from './contender.ts';
import { openKoa, openNginx, openRawNode } from './peers.ts';
import { openSanwei } from './sanwei.ts';

const [name] = process.argv.slice(2) as [Name];

async function open(page: Page): Promise<Contender> {
  switch (name) {
    case 'raw-node':
      return await openRawNode(page);
    case 'koa':
      return await openKoa(page);
    case 'nginx':
      return await openNginx(page);
    case 'sanwei':
    case 'sanwei-br':
      return await openSanwei();
  }
}

process.once('message', async (page: Page) => {
  const contender = await open(page);
  process.once('disconnect', () => void contender.close().finally(() => process.exit()));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuUs: user + system });
  });
  process.send?.({ port: contender.port, path: contender.path });
});
