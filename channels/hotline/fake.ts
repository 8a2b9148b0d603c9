/** The hotline played back on a local port: it pushes its cases, signed, and takes answers, with the troubles of a call. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Fake, type FakeOptions, openFakeClock, requirePlayable } from '../../src/channel/fake.ts';
import { SWITCH_PAGE, type SwitchBoard, showSwitchPage, takeSwitchForm } from '../../src/channel/fake-switch-page.ts';
import { cannotPlay } from './fake-cannot.ts';
import { HotlineDesk, SECRET } from './fake-desk.ts';
import { PAGE_HEADERS, showPage, type ToldStatus } from './fake-page.ts';
import type { PushedCase } from './receive.ts';

export interface HotlineFake extends Fake {
  /** Somebody calls; the case is pushed. Returns its id. */
  call(given: Partial<PushedCase>): Promise<string>;
  /** The case moves on and is pushed again. */
  move(id: string, changes: Partial<PushedCase>): Promise<void>;
  /** From now on cases are pushed to this address. */
  pushesTo(address: string): void;
  /** Answers taken, by case. */
  repliesOf(id: string): readonly string[];
  /** Steps told of a case, in the order in which they came. */
  statusesOf(id: string): readonly ToldStatus[];
  /** Status of each push. */
  readonly pushed: readonly number[];
}

export default async function startFake({ port, clock: ours, pushTo }: FakeOptions): Promise<HotlineFake> {
  const clock = openFakeClock(ours);
  const desk = new HotlineDesk(clock, pushTo);
  const server = createServer((request, response) => {
    response.shouldKeepAlive = false;
    answer(desk, board, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: HotlineFake = {
    ...{ kind: 'hotline', url, settings: { SECRET, ADDRESS: url }, pushed: desk.pushed, cannotPlay },
    ...{ posts: () => [], comments: () => [], arrived: () => desk.arrived, troubles: () => desk.ordered },
    call: (given) => desk.call(given),
    move: (id, changes) => desk.move(id, changes),
    pushesTo: (address) => {
      desk.pushTo = address;
    },
    repliesOf: (id) => Object.values(desk.cases.get(id)?.replies ?? {}),
    statusesOf: (id) => Object.values(desk.cases.get(id)?.statuses ?? {}),
    comment: () => {
      throw new Error('a hotline takes calls, not comments');
    },
    spoilNext(trouble) {
      requirePlayable(trouble, cannotPlay);
      if (!clock.meet(trouble)) desk.ordered.push(trouble);
    },
    mend: clock.mend,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const board = { title: '政务热线（演练）', switches: [], fake };
  return fake;
}

async function answer(desk: HotlineDesk, board: SwitchBoard, request: IncomingMessage, response: ServerResponse) {
  const body = request.method === 'POST' ? await text(request) : '';
  const [path = '/'] = (request.url ?? '/').split('?');
  const [, id, what = ''] = /^\/cases\/([^/]+)\/(replies|status)$/.exec(path) ?? [];
  if (id !== undefined) return desk.answer({ id: decodeURIComponent(id), what }, request, body, response);
  if (request.method === 'POST') {
    await takeForm(desk, board, path, new URLSearchParams(body));
    response.writeHead(303, { location: path === SWITCH_PAGE ? SWITCH_PAGE : '/' }).end();
    return;
  }
  const page = path === SWITCH_PAGE ? showSwitchPage(board) : showPage([...desk.cases.values()]);
  response.writeHead(200, PAGE_HEADERS).end(page);
}

async function takeForm(desk: HotlineDesk, board: SwitchBoard, path: string, form: URLSearchParams): Promise<void> {
  const given = (name: string) => form.get(name) ?? '';
  if (path === SWITCH_PAGE) takeSwitchForm(board, form);
  if (path === '/move') await desk.press(form.get('to'), given('id'));
  if (path !== '/call') return;
  const caller = { name: given('name'), phone: given('phone') };
  await desk.call({ title: given('title'), text: given('text'), caller });
}
