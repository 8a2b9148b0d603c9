/** Asks before something that cannot simply be taken back: says what will happen, and for the gravest wants the name typed. */
import { ElMessageBox } from 'element-plus';
import { h } from 'vue';

export interface Grave {
  readonly title: string;
  /** What happens, a line each. */
  readonly what: readonly string[];
  /** On the button: a verb, never 确定. */
  readonly act: string;
  /** Must be typed exactly: for what cannot be undone. */
  readonly type?: string;
}

/** True when the person says yes. */
export async function confirmGrave({ title, what, act, type }: Grave): Promise<boolean> {
  const lines = type ? [...what, `请输入“${type}”以确认：`] : what;
  const message = h(
    'div',
    lines.map((line) => h('p', line)),
  );
  const buttons = { confirmButtonText: act, cancelButtonText: '不办了', confirmButtonType: 'danger' as const };
  const asked = type
    ? ElMessageBox.prompt(message, title, {
        ...buttons,
        inputValidator: (text) => text === type || `与“${type}”不一致`,
      })
    : ElMessageBox.confirm(message, title, buttons);
  return await asked.then(
    () => true,
    () => false,
  );
}

/** Asks for words, such as a reason or a proof; null when the person does not go on. */
export async function askWords(asked: {
  readonly title: string;
  readonly what: readonly string[];
  readonly act: string;
  /** Fewest characters. */
  readonly least: number;
  /** And most; no limit when left out. */
  readonly most?: number;
  readonly hint?: string;
  /** To begin with. */
  readonly value?: string;
}): Promise<string | null> {
  const message = h(
    'div',
    asked.what.map((line) => h('p', line)),
  );
  const answer = await ElMessageBox.prompt(message, asked.title, {
    confirmButtonText: asked.act,
    cancelButtonText: '不办了',
    inputType: 'textarea',
    inputPlaceholder: asked.hint ?? '',
    inputValue: asked.value ?? '',
    inputValidator: (text) => {
      const { length } = (text ?? '').trim();
      if (length < asked.least) return `请至少写 ${asked.least} 个字`;
      return length <= (asked.most ?? length) || `最多写 ${asked.most} 个字，现有 ${length} 个`;
    },
  }).catch(() => null);
  return answer ? (answer as { value: string }).value.trim() : null;
}
