/**
 * Nightly: forgets what only served the moment: old run records, platform news, findings long resolved, how hot lists went,
 * when somebody last wrote, entries of hot lists nobody watches for (SANWEI_HOT_DAYS). Never lines, tries, deliveries or what anybody wrote.
 */
import { after, days, hours } from '../src/clock.ts';
import { NEWS } from '../src/delivery/settle-by-news.ts';
import { FINDINGS } from '../src/monitor/monitor-store.ts';
import { RUNS, type Schedule } from '../src/schedule/schedule.ts';
import { CONVERSATIONS } from '../src/signal/conversation.ts';
import { HOT_READINGS } from '../src/signal/hot-reading.ts';
import { SAID } from '../src/signal/screen-incoming.ts';
import { forgetHotEntries } from '../src/topic/forget-hot.ts';

const KEPT_DAYS = 30;

const forget: Schedule = {
  name: 'forget',
  purpose: '清理 30 天前的运行记录、已消除的监测发现、热榜读数和私信往来的计数，以及超过保存期限、未归入事项的热榜条目',
  cron: () => '20 3 * * *',
  missed: { make: 'once', within: hours(24) },
  run: async (app, slot) => {
    const old = { $lt: after(slot, -days(KEPT_DAYS)) };
    await app.db.collection(RUNS).deleteMany({ slot: old });
    await app.db.collection(FINDINGS).deleteMany({ state: 'resolved', resolvedAt: old });
    await app.db.collection(NEWS).deleteMany({ at: old });
    await app.db.collection(HOT_READINGS).deleteMany({ at: old });
    await app.db.collection(SAID).deleteMany({ since: old });
    await app.db.collection(CONVERSATIONS).deleteMany({ lastAt: old });
    await forgetHotEntries(app, slot);
  },
};

export default forget;
