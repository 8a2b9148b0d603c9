/** Words typed into one field, parted by blanks, commas or 顿号; each once. */
export function splitWords(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
}

export const joinWords = (words: readonly string[]) => words.join('、');
