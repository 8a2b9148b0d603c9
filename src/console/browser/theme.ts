/** Light, dark, or as the machine has it; kept in this browser. */
import { ref, watch } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'sanwei-theme';

export const themeWords: Readonly<Record<Theme, string>> = { auto: '跟随系统', light: '浅色', dark: '深色' };

export const theme = ref<Theme>(read());
/** What `auto` comes to as well. */
export const isDark = ref(false);

function read(): Theme {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

/** Element Plus and base.css go by the class `dark` on <html>. */
export function followTheme(): void {
  const machine = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    isDark.value = theme.value === 'dark' || (theme.value === 'auto' && machine.matches);
    document.documentElement.classList.toggle('dark', isDark.value);
  };
  machine.addEventListener('change', apply);
  watch(theme, (chosen) => {
    localStorage.setItem(KEPT, chosen);
    apply();
  });
  apply();
}
