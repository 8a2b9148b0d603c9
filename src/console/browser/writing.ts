/**
 * A text being written: its fields, kept at the service a moment after each change, and who else is at it. Saving makes a
 * revision; what is only kept is nobody's text but the writer's.
 */
import { computed, onScopeDispose, type Ref, reactive, ref, shallowRef, watch } from 'vue';
import { ApiProblem, wordsOf } from './api/client.ts';
import { type Copies, type Preview, type Release, releasesApi } from './api/releases.ts';
import { blankFields, type Fields, fieldsOf, toInput } from './writing-fields.ts';

const KEEP_MS = 1500;
const LOOK_MS = 900;
const PRESENT_MS = 30_000;

/** Does it once nothing more has come for a while. */
function openDelay(ms: number, act: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(timer);
  onScopeDispose(stop);
  const soon = () => {
    stop();
    timer = setTimeout(() => void act(), ms);
  };
  return { soon, stop };
}

type Opened = Ref<Release | null>;

/** How it will look everywhere, asked again as it is written. */
function usePreview(fields: Fields, release: Opened) {
  const preview = shallowRef<Preview | null>(null);
  const previewProblem = ref('');
  const look = async () => {
    try {
      preview.value = await releasesApi.tryOut({ ...toInput(fields), release: release.value?.id ?? null });
      previewProblem.value = '';
    } catch (error) {
      previewProblem.value = wordsOf(error);
    }
  };
  const delay = openDelay(LOOK_MS, look);
  watch(fields, delay.soon);
  return { preview, previewProblem, look };
}

/** What is not saved is kept; others are told that somebody is here. */
function useKeeping(fields: Fields, release: Opened, isDirty: Ref<boolean>) {
  const copies = shallowRef<Copies | null>(null);
  const keptAt = ref<Date | null>(null);
  const trouble = ref('');
  const keep = async () => {
    if (!release.value || !isDirty.value) return;
    try {
      copies.value = await releasesApi.keepCopy(release.value.id, release.value.revision, { ...fields });
      keptAt.value = new Date(copies.value.mine?.at ?? 0);
      trouble.value = '';
    } catch (error) {
      trouble.value = `没有自动保存：${wordsOf(error)}`;
    }
  };
  const present = async () => {
    if (!release.value) return;
    const { id, revision } = release.value;
    copies.value = await releasesApi.keepCopy(id, revision, null).catch(() => copies.value);
  };
  const forget = async () => {
    if (!release.value) return;
    await releasesApi.dropCopy(release.value.id);
    copies.value = { mine: null, others: copies.value?.others ?? [] };
  };
  const delay = openDelay(KEEP_MS, keep);
  const beat = setInterval(() => void present(), PRESENT_MS);
  onScopeDispose(() => {
    clearInterval(beat);
    void keep();
  });
  return { copies, keptAt, trouble, present, forget, keepSoon: delay.soon, stop: delay.stop };
}

/** Call it in setup; `open` begins with a draft, without it a new text is written. */
export function useWriting() {
  const fields = reactive(blankFields());
  const release = shallowRef<Release | null>(null);
  const index = ref<string | null>(null);
  const isDirty = ref(false);
  let saved = JSON.stringify(fields);
  const keeping = useKeeping(fields, release, isDirty);
  watch(fields, () => {
    isDirty.value = JSON.stringify(fields) !== saved;
    if (isDirty.value) keeping.keepSoon();
  });
  const take = (one: Release) => {
    release.value = one;
    Object.assign(fields, fieldsOf(one));
    saved = JSON.stringify(fields);
    isDirty.value = false;
  };
  /** Opens a draft, with what was kept of it. */
  const open = async (id: string) => {
    const one = await releasesApi.get(id);
    index.value = one.index;
    take(one);
    await keeping.present();
  };
  const resume = () => Object.assign(fields, keeping.copies.value?.mine?.fields ?? {});
  /** Makes a revision of it. Throws ApiProblem, 'stale-revision' when somebody else was faster. */
  const save = async (): Promise<Release> => {
    keeping.stop();
    const before = release.value;
    if (before && !isDirty.value) return before;
    const input = toInput(fields);
    const after = before
      ? await releasesApi.edit(before.id, { ...input, revision: before.revision })
      : await releasesApi.draft(input);
    take(after);
    await keeping.forget().catch(() => undefined);
    return after;
  };
  const others = computed(() => keeping.copies.value?.others ?? []);
  return { fields, release, index, isDirty, others, open, resume, save, ...keeping, ...usePreview(fields, release) };
}

/** Whether somebody else saved meanwhile. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'stale-revision';
}
