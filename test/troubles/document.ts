/** Where the document of the table lies. */
export const DOCUMENT = new URL('../../docs/troubles.md', import.meta.url);
