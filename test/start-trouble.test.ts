import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { ConfigProblems } from '../config/read-config.ts';
import { requireFreePorts } from '../src/rehearsal/require-free-ports.ts';
import { tellStartTrouble } from '../src/start-trouble.ts';

describe('tellStartTrouble', () => {
  it('names the port that is taken and how to choose another', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const error = await requireFreePorts([0, port]).then(
      () => null,
      (refused: unknown) => refused,
    );
    await new Promise((resolve) => server.close(resolve));
    assert.match(tellStartTrouble(error), new RegExp(`端口 ${port} 已被占用.*SANWEI_PORT`));
    await requireFreePorts([port]);
  });

  it('tells problems of the configuration without a stack', () => {
    const told = tellStartTrouble(new ConfigProblems(['SANWEI_PORT：应为 0 到 65535 的整数']));
    assert.match(told, /SANWEI_PORT/);
    assert.doesNotMatch(told, /\n {4}at /);
  });

  it('says that the database does not answer, without its address', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED mongodb://user:secret@10.0.0.1'), {
      name: 'MongoServerSelectionError',
    });
    assert.match(tellStartTrouble(error), /连接不上数据库/);
    assert.doesNotMatch(tellStartTrouble(error), /secret/);
  });

  it('keeps the stack of what nobody foresaw', () => {
    assert.match(tellStartTrouble(new TypeError('x is not a function')), /TypeError: x is not a function\n {4}at /);
  });
});
