/** Topics, their signals and replies as the API tells them, and what may be done with them. */
import type { showReply } from '../../../reply/show-reply.ts';
import type { showSignal } from '../../../signal/show-signal.ts';
import type { showDue, showTopicRow } from '../../../topic/show-topic.ts';
import { api } from './client.ts';
import type { Delivery } from './deliveries.ts';
import type { Json, Listed } from './json.ts';

export type TopicRow = Json<Awaited<ReturnType<typeof showTopicRow>>>;
export type Due = Json<ReturnType<typeof showDue>>;
export type Signal = Json<ReturnType<typeof showSignal>>;
export type Reply = Json<ReturnType<typeof showReply>>;

export interface WholeTopic extends Omit<TopicRow, 'signals'> {
  readonly deadlines: readonly Due[];
  readonly signals: Listed<Signal> & { readonly total: number };
  readonly replies: readonly Reply[];
  readonly deliveries: readonly Delivery[];
  readonly merged: readonly { readonly id: string; readonly title: string }[];
}

export interface Reach {
  readonly to: readonly {
    readonly signal: string;
    readonly account: string;
    readonly accountName: string;
    readonly until: string | null;
    readonly left: number | null;
    /** Most characters there, as the platform counts them; null for no limit. */
    readonly longest: number | null;
  }[];
  readonly skipped: readonly { readonly signal: string; readonly reason: string }[];
}

export interface Contact {
  readonly contact: {
    readonly name: string;
    readonly phone: string;
    readonly mail: string;
    readonly address: string;
  } | null;
  readonly title: string | null;
  readonly text: string;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kindName: string;
}

/** An earlier answer, or something made public, that fits. */
export interface Suggestion {
  readonly id: string;
  readonly kind: 'release' | 'answer';
  readonly kindName: string;
  readonly title: string;
  readonly question: string;
  readonly text: string;
  readonly at: string;
  readonly path: string | null;
  readonly passage: readonly { readonly text: string; readonly hit: boolean }[];
  readonly reason: string;
}

export interface HeatPoint {
  readonly at: string;
  readonly heat: number;
  readonly signals: number;
}

export interface Template {
  readonly id: string;
  readonly name: string;
  /** With what is known of the topic filled in. */
  readonly filled: string;
}

type Seen = Pick<TopicRow, 'id' | 'revision'>;

const at = encodeURIComponent;
/** Each act names the revision that was seen: two people never act on the same reading. */
const act = <T = TopicRow>({ id, revision }: Seen, name: string, more: object = {}) =>
  api.post<T>(`/api/topics/${at(id)}/${name}`, { revision, ...more });
const step = ({ id, revision }: Pick<Reply, 'id' | 'revision'>, name: string, more: object = {}) =>
  api.post<Reply>(`/api/replies/${at(id)}/${name}`, { revision, ...more });

export const topicsApi = {
  list: (query: Readonly<Record<string, string | null>>, signal?: AbortSignal) =>
    api.get<Listed<TopicRow>>('/api/topics', { limit: 50, ...query }, signal),
  get: (id: string, signal?: AbortSignal) => api.get<WholeTopic>(`/api/topics/${at(id)}`, { limit: 50 }, signal),
  signals: (id: string, cursor: string) => api.get<WholeTopic>(`/api/topics/${at(id)}`, { limit: 50, cursor }),
  units: () => api.get<{ items: readonly Unit[] }>('/api/units'),
  claim: (seen: Seen) => act(seen, 'claim'),
  release: (seen: Seen) => act(seen, 'release'),
  rename: (seen: Seen, title: string) => act(seen, 'rename', { title }),
  setClass: (seen: Seen, chosen: { class: string; matter?: string }) => act(seen, 'class', chosen),
  assign: (seen: Seen, given: object) => act(seen, 'assign', given),
  accept: (seen: Seen, unit?: string) => act(seen, 'accept', { unit }),
  handBack: (seen: Seen, reason: string, unit?: string) => act(seen, 'hand-back', { reason, unit }),
  merge: (seen: Seen, into: string) => act(seen, 'merge', { into }),
  split: (seen: Seen, signals: readonly string[], title?: string) => act(seen, 'split', { signals, title }),
  move: (seen: Seen, signals: readonly string[], into: string) => act(seen, 'move', { signals, into }),
  undo: (seen: Seen) => act(seen, 'undo'),
  close: (seen: Seen, reason: string) => act<TopicRow & { warning?: string | null }>(seen, 'close', { reason }),
  reopen: (seen: Seen) => act(seen, 'reopen'),
  reach: (id: string, signal?: AbortSignal) => api.get<Reach>(`/api/topics/${at(id)}/reach`, {}, signal),
  suggestions: (id: string, signal?: AbortSignal) =>
    api.get<{ answers: readonly Suggestion[]; releases: readonly Suggestion[] }>(
      `/api/topics/${at(id)}/suggestions`,
      {},
      signal,
    ),
  heat: (id: string, signal?: AbortSignal) =>
    api.get<{ points: readonly HeatPoint[] }>(`/api/topics/${at(id)}/heat`, {}, signal),
  templates: (id: string) => api.get<{ items: readonly Template[] }>(`/api/topics/${at(id)}/templates`),
  /** A draft release that answers in public. */
  response: (id: string, text: string) =>
    api.post<{ release: string }>(`/api/topics/${at(id)}/response`, text ? { text } : {}),
  contact: (signal: string) => api.post<Contact>('/api/signals/contact', { signal }),
  answer: (id: string, reply: object) => api.post<Reply>(`/api/topics/${at(id)}/replies`, reply),
};

export const repliesApi = {
  edit: ({ id, revision }: Reply, text: string) => api.patch<Reply>(`/api/replies/${at(id)}`, { revision, text }),
  approve: (reply: Reply) => step(reply, 'approve'),
  giveBack: (reply: Reply, comment: string) => step(reply, 'return', { comment }),
  agree: (reply: Reply, word: object) => step(reply, 'agree', word),
};

/** Class → 界面; the same words as src/topic/deadline-rule.ts, which the browser does not load. */
export const classWords = {
  major: '特别重大、重大舆情',
  opinion: '其他舆情',
  message: '普通留言',
  case: '热线工单',
  request: '依申请公开',
} as const satisfies Readonly<Record<TopicRow['class'], string>>;

export const matterWords = {
  general: '一般',
  consultation: '咨询',
  help: '求助',
  suggestion: '建议',
  complaint: '意见、投诉',
  investigation: '需调查核实',
  correction: '网站找错',
} as const satisfies Readonly<Record<TopicRow['matter'], string>>;

export const topicStateWords = {
  open: '待回应',
  answered: '已回应',
  closed: '已办结',
  all: '全部',
} as const;

/** Means → 界面, in the order in which they are used. */
export const meansWords = {
  channel: '在原渠道回应',
  phone: '电话',
  visit: '当面',
  letter: '信函、书面',
  website: '网站公开',
  'press-conference': '新闻发布会',
  interview: '访谈',
  other: '其他方式',
} as const satisfies Readonly<Record<Reply['means'], string>>;
