/** Nightly: deletes citizens' contact data whose time is over (SANWEI_CONTACT_DAYS), on record, and the imported files it came in. */
import { hours } from '../src/clock.ts';
import { forgetImportFiles } from '../src/import/forget-imports.ts';
import type { Schedule } from '../src/schedule/schedule.ts';
import { forgetContacts } from '../src/topic/forget-contacts.ts';

const schedule: Schedule = {
  name: 'forget-contacts',
  purpose: '删除超过保存期限的群众联系方式（尚未答复的除外）和导入的原文件',
  cron: () => '40 3 * * *',
  missed: { make: 'once', within: hours(24) },
  run: async (app, slot) => {
    await forgetContacts(app.db, app.config.contactDays, slot);
    await forgetImportFiles(app.db, app.config.contactDays, slot);
    app.nudge();
  },
};

export default schedule;
