/** The places of the console, in the order of the menu. One entry here is a page: its address, its rights, its chunk. */
import {
  ChatLineRound,
  Connection,
  Document,
  House,
  Promotion,
  Setting,
  TrendCharts,
  UserFilled,
} from '@element-plus/icons-vue';
import type { Component } from 'vue';
import type { Role } from '../../staff/person.ts';

export interface Place {
  readonly path: string;
  readonly title: string;
  readonly icon: Component;
  /** Who finds it in the menu and may open it; null for everybody. */
  readonly roles: readonly Role[] | null;
  /** After `g`. */
  readonly key: string;
  readonly page: () => Promise<unknown>;
  /** Addresses below it: a detail, an editor, or a page with an entry of its own. Their rights are the place's. */
  readonly below?: readonly Below[];
}

export interface Below {
  readonly path: string;
  readonly title: string;
  readonly page: () => Promise<unknown>;
  /** Stands in the menu under its place while that is open. */
  readonly isListed?: boolean;
}

/** What citizens write is for those who work on it. */
const ANSWERING: readonly Role[] = ['responder', 'reviewer', 'approver', 'administrator'];
const PUBLISHING: readonly Role[] = ['drafter', 'reviewer', 'approver', 'administrator'];

export const places: readonly Place[] = [
  { path: '/', title: '今天', icon: House, roles: null, key: 't', page: () => import('./pages/TodayPage.vue') },
  {
    path: '/releases',
    title: '发布',
    icon: Document,
    roles: PUBLISHING,
    key: 'r',
    page: () => import('./pages/ReleasesPage.vue'),
    below: [
      { path: '/releases/new', title: '新建发布件', page: () => import('./pages/ReleaseEditPage.vue') },
      { path: '/calendar', title: '排期', isListed: true, page: () => import('./pages/CalendarPage.vue') },
      { path: '/releases/:id', title: '发布件', page: () => import('./pages/ReleasePage.vue') },
      { path: '/releases/:id/edit', title: '修改发布件', page: () => import('./pages/ReleaseEditPage.vue') },
    ],
  },
  {
    path: '/deliveries',
    title: '投递',
    icon: Promotion,
    roles: PUBLISHING,
    key: 'd',
    page: () => import('./pages/DeliveriesPage.vue'),
  },
  {
    path: '/topics',
    title: '回应',
    icon: ChatLineRound,
    roles: ANSWERING,
    key: 'h',
    page: () => import('./pages/TopicsPage.vue'),
    below: [
      { path: '/topics/screened', title: '已过滤', isListed: true, page: () => import('./pages/ScreenedPage.vue') },
      { path: '/topics/imports', title: '导入', isListed: true, page: () => import('./pages/ImportsPage.vue') },
      { path: '/topics/imports/:id', title: '导入', page: () => import('./pages/ImportPage.vue') },
      {
        path: '/topics/consultations',
        title: '征集调查',
        isListed: true,
        page: () => import('./pages/ConsultationsPage.vue'),
      },
      { path: '/topics/consultations/:id', title: '征集调查', page: () => import('./pages/ConsultationPage.vue') },
      { path: '/topics/:id', title: '事项', page: () => import('./pages/TopicPage.vue') },
    ],
  },
  {
    path: '/statistics',
    title: '统计',
    icon: TrendCharts,
    roles: null,
    key: 's',
    page: () => import('./pages/StatisticsPage.vue'),
    below: [
      { path: '/statistics/tables/:table', title: '统计表', page: () => import('./pages/TablePage.vue') },
      { path: '/statistics/entries', title: '补录', isListed: true, page: () => import('./pages/EntriesPage.vue') },
      {
        path: '/statistics/inspection',
        title: '自查',
        isListed: true,
        page: () => import('./pages/InspectionPage.vue'),
      },
      { path: '/statistics/ledger', title: '台账校验', isListed: true, page: () => import('./pages/LedgerPage.vue') },
    ],
  },
  {
    path: '/accounts',
    title: '账号与渠道',
    icon: Connection,
    roles: PUBLISHING,
    key: 'a',
    page: () => import('./pages/AccountsPage.vue'),
  },
  {
    path: '/people',
    title: '人员与权限',
    icon: UserFilled,
    roles: ['administrator'],
    key: 'p',
    page: () => import('./pages/PeoplePage.vue'),
  },
  {
    path: '/settings',
    title: '设置',
    icon: Setting,
    roles: ANSWERING,
    key: 'e',
    page: () => import('./pages/SettingsPage.vue'),
    below: [
      {
        path: '/settings/watch-words',
        title: '关注词',
        isListed: true,
        page: () => import('./pages/WatchWordsPage.vue'),
      },
      {
        path: '/settings/templates',
        title: '答复模板',
        isListed: true,
        page: () => import('./pages/TemplatesPage.vue'),
      },
      { path: '/settings/words', title: '县域词', isListed: true, page: () => import('./pages/CountyWordsPage.vue') },
    ],
  },
];
