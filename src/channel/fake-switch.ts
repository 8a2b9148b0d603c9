/**
 * A playback's switches as people turn them: what the platform does rarely, in words, with its present state. A playback
 * lists its own in channels/<kind>/fake-switches.ts, one line for each knob; the page is fake-switch-page.ts.
 */
interface Named {
  /** Names it in the form; unique on the page. */
  readonly name: string;
  /** 界面上的名称. */
  readonly label: string;
}

export type Switch = Named &
  (
    | { readonly kind: 'flag'; get(): boolean; set(value: boolean): void }
    | {
        readonly kind: 'choice';
        /** Value → what it is called. */
        readonly options: Readonly<Record<string, string>>;
        get(): string;
        set(value: string): void;
      }
    /** `none` is what no number means; without it there must be one. */
    | { readonly kind: 'number'; readonly none: string | null; get(): number | null; set(value: number | null): void }
    | { readonly kind: 'text'; get(): string; set(value: string): void }
    /** Done once, when pressed. */
    | { readonly kind: 'act'; set(): void }
  );

type Holder<K extends string, V> = { [key in K]: V };

function put<K extends string, V>(on: Holder<K, V>, key: K, value: V): void {
  on[key] = value;
}

export function flag<K extends string>(on: Holder<K, boolean>, key: K, label: string): Switch {
  return { name: key, label, kind: 'flag', get: () => on[key], set: (value) => put(on, key, value) };
}

export function choice<K extends string, V extends string | number>(
  on: Holder<K, V>,
  key: K,
  label: string,
  options: Readonly<Record<V, string>>,
): Switch {
  const isNumber = typeof on[key] === 'number';
  const set = (value: string) => put(on, key, (isNumber ? Number(value) : value) as V);
  return { name: key, label, kind: 'choice', options, get: () => String(on[key]), set };
}

/** A whole number from 0. */
export function number<K extends string>(on: Holder<K, number>, key: K, label: string): Switch {
  const set = (value: number | null) => put(on, key, value ?? 0);
  return { name: key, label, kind: 'number', none: null, get: () => on[key], set };
}

/** A whole number from 0, or none, which `none` puts in words. */
export function numberOrNone<K extends string>(
  on: Holder<K, number | null>,
  key: K,
  label: string,
  none: string,
): Switch {
  return { name: key, label, kind: 'number', none, get: () => on[key], set: (value) => put(on, key, value) };
}

/** Empty stands for null. */
export function text<K extends string>(on: Holder<K, string | null>, key: K, label: string): Switch {
  return { name: key, label, kind: 'text', get: () => on[key] ?? '', set: (value) => put(on, key, value || null) };
}

export function act(name: string, label: string, set: () => void): Switch {
  return { name, label, kind: 'act', set };
}

/** Turns the switch a form names. False when there is none of that name, or it has no such position. */
export function turn(switches: readonly Switch[], form: URLSearchParams): boolean {
  const found = switches.find(({ name }) => name === form.get('switch'));
  const value = (form.get('value') ?? '').trim();
  switch (found?.kind) {
    case undefined:
      return false;
    case 'act':
      found.set();
      return true;
    case 'flag':
      if (value !== 'on' && value !== 'off') return false;
      found.set(value === 'on');
      return true;
    case 'text':
      found.set(value.slice(0, 200));
      return true;
    case 'choice':
      if (!Object.hasOwn(found.options, value)) return false;
      found.set(value);
      return true;
    case 'number':
      if (!/^\d{0,9}$/.test(value) || (value === '' && found.none === null)) return false;
      found.set(value === '' ? null : Number(value));
      return true;
  }
}
