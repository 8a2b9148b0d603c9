/** Calls that an account without mass sendings and figures may make all the same: they find nothing there. */
import { type FakeHandler, FakeRefusal, OK } from './fake-call.ts';

export const probeHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/message/mass/get': {
    method: 'POST',
    takes: 'json',
    handle() {
      throw new FakeRefusal(40059, 'invalid msg id');
    },
  },
  '/datacube/getbizsummary': {
    method: 'POST',
    takes: 'json',
    handle: () => ({ ...OK, list: [], is_delay: false }),
  },
};
