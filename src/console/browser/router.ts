/** Addresses → pages. Whoever is not logged in is led to the login page and back again. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import type { Role } from '../../staff/person.ts';
import { whenLoggedOut } from './api/client.ts';
import { type Place, places } from './navigation.ts';
import { findSelf, forgetSelf, may, self } from './session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    /** Stands without the frame. */
    alone?: boolean;
    /** Who may open it; absent for everybody who is logged in. */
    roles?: readonly Role[] | null;
  }
}

function routesOf({ path, title, roles, page, below = [] }: Place): RouteRecordRaw[] {
  const meta = { title, roles };
  const inner = below.map((one): RouteRecordRaw => {
    return { path: one.path, component: one.page as never, meta: { ...meta, title: one.title } };
  });
  return [{ path, component: page as never, meta }, ...inner];
}

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录', alone: true } },
    { path: '/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: '修改密码' } },
    ...places.flatMap(routesOf),
    { path: '/:rest(.*)*', component: () => import('./pages/MissingPage.vue'), meta: { title: '没有这个页面' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
  if (to.path === '/login') return true;
  const person = await findSelf().catch(() => null);
  if (!person) return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
  if (person.mustChangePassword && to.path !== '/password') return { path: '/password' };
  return true;
});

/** Whether the person may open the page that is shown. */
export function mayOpen(roles: readonly Role[] | null | undefined): boolean {
  return !roles || may(...roles);
}

router.afterEach((to) => {
  document.title = `${to.meta.title} · 三位控制台`;
});

// After an update the chunk of a page is gone under its old name: the whole page is fetched anew, once.
router.onError((_error, to) => {
  const tried = `${to.fullPath}!`;
  if (sessionStorage.getItem('reloaded') === tried) return;
  sessionStorage.setItem('reloaded', tried);
  location.assign(`/console${to.fullPath}`);
});

whenLoggedOut(() => {
  if (!self.value) return; // was never in: the guard above leads to the door
  forgetSelf();
  const { path, fullPath } = router.currentRoute.value;
  if (path !== '/login') void router.replace({ path: '/login', query: { to: fullPath, ended: '1' } });
});
