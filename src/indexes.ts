/** Every declared index, and every collection whose records carry ledger lines. A new collection is added here once. */
import { checkupIndexes } from './channel/checkup.ts';
import { connectionIndexes } from './channel/connection.ts';
import { deliveryIndexes } from './delivery/delivery.ts';
import { pauseIndexes } from './delivery/pause.ts';
import { newsIndexes } from './delivery/settle-by-news.ts';
import { tryIndexes } from './delivery/try.ts';
import { entryIndexes } from './entry/entry.ts';
import { figureIndexes } from './figures/observation.ts';
import { importIndexes } from './import/import-record.ts';
import { consultationIndexes } from './interaction/consultation.ts';
import { submissionIndexes } from './interaction/submission.ts';
import { acknowledgementIndexes } from './ledger/acknowledge.ts';
import { ledgerIndexes } from './ledger/ledger.ts';
import { sealIndexes } from './ledger/seal.ts';
import { monitorIndexes } from './monitor/monitor-store.ts';
import { openDataIndexes } from './open-data/published-items.ts';
import { commentIndexes } from './release/comment.ts';
import { revisionIndexes } from './release/kept-revision.ts';
import { releaseIndexes } from './release/release.ts';
import { workingCopyIndexes } from './release/working-copy.ts';
import { autoRuleIndexes } from './reply/auto-rule.ts';
import { replyIndexes } from './reply/reply.ts';
import { templateIndexes } from './reply/template.ts';
import { runIndexes } from './schedule/schedule.ts';
import { earlierAnswerIndexes } from './search/earlier-answer.ts';
import { searchIndexes } from './search/search-row.ts';
import { contactIndexes } from './signal/contact.ts';
import { receiptIndexes } from './signal/give-receipt.ts';
import { hotReadingIndexes } from './signal/hot-reading.ts';
import { screenIndexes } from './signal/screen-incoming.ts';
import { signalIndexes } from './signal/signal.ts';
import { takenBackIndexes } from './signal/taken-back.ts';
import { siteIndexes } from './site/page-store.ts';
import { staffIndexes } from './staff/staff-store.ts';
import { closingIndexes } from './statistics/closing.ts';
import { foldIndexes } from './statistics/first-line.ts';
import type { IndexDeclaration } from './store/collection.ts';
import { wordIndexes } from './topic/county-words.ts';
import { heatAlertIndexes } from './topic/heat-alert.ts';
import { topicIndexes } from './topic/topic.ts';
import { warningIndexes } from './topic/warning.ts';
import { watchIndexes } from './topic/watch-word.ts';

export const allIndexes: readonly IndexDeclaration[] = [
  ...releaseIndexes,
  ...revisionIndexes,
  ...workingCopyIndexes,
  ...commentIndexes,
  ...deliveryIndexes,
  ...tryIndexes,
  ...newsIndexes,
  ...pauseIndexes,
  ...checkupIndexes,
  ...connectionIndexes,
  ...ledgerIndexes,
  ...sealIndexes,
  ...acknowledgementIndexes,
  ...closingIndexes,
  ...entryIndexes,
  ...foldIndexes,
  ...signalIndexes,
  ...contactIndexes,
  ...screenIndexes,
  ...takenBackIndexes,
  ...importIndexes,
  ...hotReadingIndexes,
  ...receiptIndexes,
  ...searchIndexes,
  ...earlierAnswerIndexes,
  ...figureIndexes,
  ...topicIndexes,
  ...wordIndexes,
  ...watchIndexes,
  ...heatAlertIndexes,
  ...warningIndexes,
  ...replyIndexes,
  ...autoRuleIndexes,
  ...templateIndexes,
  ...runIndexes,
  ...monitorIndexes,
  ...siteIndexes,
  ...openDataIndexes,
  ...submissionIndexes,
  ...consultationIndexes,
  ...staffIndexes,
];

/** Collections with an outbox: exactly those that declare an index on `unposted._id`. */
export const tellingCollections: readonly string[] = allIndexes
  .filter(({ keys }) => 'unposted._id' in keys)
  .map(({ collection }) => collection);
