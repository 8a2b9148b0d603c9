import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import type { Sighting } from '../../src/channel/contract.ts';
import { takeOver } from '../../src/delivery/take-over.ts';
import { isGone, newProcessId } from '../../src/process-id.ts';
import { aChannel, aDelivery, anUnderWay, aSending, at, counted, done, tried } from '../support/builders.ts';
import { carryOnToTheEnd, openDeliveries, put, read } from './on-store.ts';

describe('takeOver', () => {
  const store = openDeliveries();
  const dead = (processId: string) => processId === 'dead';

  it('lets what a gone process had in hand be looked for at once, not after its lease', async () => {
    const publish = counted(async () => done('p-second'));
    const find = counted(async (): Promise<Sighting> => ({ seen: 'done', ref: 'p-first', url: null }));
    const sending = aSending(store().db, aChannel({ publish, find }));
    await put(store().db, anUnderWay({}, { by: 'dead' }));
    assert.equal(await takeOver(sending, dead), 1);
    await carryOnToTheEnd(sending);
    assert.deepEqual([(await read(store().db, aDelivery())).ref, publish.calls.length], ['p-first', 0]);
  });

  it('leaves what another process may still be doing', async () => {
    await put(store().db, anUnderWay({}, { by: 'alive' }));
    assert.equal(await takeOver(aSending(store().db, aChannel()), dead), 0);
    assert.deepEqual((await read(store().db, aDelivery())).dueAt, at('09:00:30'));
  });

  it('never hurries what waits for its hour, whoever tried it before', async () => {
    await put(store().db, tried(aDelivery({ dueAt: at('18:00') }), { by: 'dead' }));
    assert.equal(await takeOver(aSending(store().db, aChannel()), () => true), 0);
    assert.deepEqual((await read(store().db, aDelivery())).dueAt, at('18:00'));
  });
});

describe('isGone', () => {
  it('knows a process of this host that has ended, and none that runs', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    assert.equal(isGone(`${hostname()}/${pid}/abc`), true);
    assert.equal(isGone(`${hostname()}/${process.ppid}/abc`), false);
    assert.equal(isGone(newProcessId()), false);
  });

  it('claims nothing about other hosts, nor about a name it cannot read', () => {
    assert.equal(isGone(`elsewhere/999999999/abc`), false);
    assert.equal(isGone('worker-1'), false);
    assert.equal(isGone(`${hostname()}/-1/abc`), false);
  });
});
