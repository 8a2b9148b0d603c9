/** A table without the column widths that the library draws as inline styles, which the policy of pages refuses. */
import { mergeAttributes } from '@tiptap/core';
import { Table } from '@tiptap/extension-table';

export const PlainTable = Table.extend({
  renderHTML({ HTMLAttributes }) {
    return ['table', mergeAttributes(this.options.HTMLAttributes, HTMLAttributes), ['tbody', 0]];
  },
});
