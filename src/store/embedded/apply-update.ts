/**
 * MongoDB's update operators on one document. The everyday ones are written out here, with the server's refusals (mingo
 * leaves a $push to null or an $inc of a text silently undone, and takes ten times as long); the rest is mingo's.
 */
import { isDeepStrictEqual } from 'node:util';
import { update as updateByMingo } from 'mingo/updater';
import type { Update } from '../collection.ts';
import { isOperators } from './plan-query.ts';
import { pulls } from './pulls.ts';

type Document = Record<string, unknown>;
type Apply = (document: Document, path: string, operand: unknown) => void;

const APPLY: Readonly<Record<string, Apply>> = {
  $set: (document, path, operand) => {
    const [holder, name] = holderOf(document, path);
    holder[name] = operand;
  },
  $unset: (document, path) => {
    const [holder, name] = findHolder(document, path);
    if (Array.isArray(holder) && name in holder) Object.assign(holder, { [name]: null });
    else if (holder !== null) delete holder[name];
  },
  $inc: (document, path, operand) => {
    const [holder, name] = holderOf(document, path);
    const value = holder[name] ?? 0;
    if (typeof value !== 'number' || typeof operand !== 'number' || holder[name] === null) {
      throw refusal(14, `cannot $inc ${path}: not a number`);
    }
    holder[name] = value + operand;
  },
  $push: (document, path, operand) => {
    if (isOperators(operand) && !(Object.keys(operand).length === 1 && Array.isArray(operand.$each))) {
      return applyByMingo(document, { $push: { [path]: operand } });
    }
    const added = isOperators(operand) ? (operand.$each as unknown[]) : [operand];
    const [holder, name] = holderOf(document, path);
    if (holder[name] === undefined) holder[name] = [];
    const list = holder[name];
    if (!Array.isArray(list)) throw refusal(2, `cannot $push to ${path}: not an array`);
    list.push(...added);
  },
  $pull: (document, path, operand) => takeOut(document, path, pulls(operand)),
  $pullAll: (document, path, operand) => {
    const gone = operand as readonly unknown[];
    takeOut(document, path, (item) => gone.some((one) => isDeepStrictEqual(item, one)));
  },
};

const BY_MINGO: ReadonlySet<string> = new Set(['$addToSet', '$min', '$max', '$mul', '$rename', '$pop']);

/** Changes the document. `$setOnInsert` counts only for a document that the update is about to create. */
export function applyUpdate(document: Document, update: Update, { isNew }: { readonly isNew: boolean }): void {
  for (const [operator, operands] of Object.entries(update)) {
    if (operator === '$setOnInsert' && !isNew) continue;
    const apply = APPLY[operator === '$setOnInsert' ? '$set' : operator];
    if (apply === undefined) applyByMingo(document, { [operator]: operands });
    else for (const [path, operand] of Object.entries(operands as Document)) apply(document, path, operand);
  }
}

/** Throws when the update is not one every engine understands alike. Done once, before it waits for its turn. */
export function checkUpdate(update: Update): void {
  const paths: string[] = [];
  for (const [operator, operands] of Object.entries(update)) {
    if (!(operator in APPLY) && !BY_MINGO.has(operator) && operator !== '$setOnInsert') {
      throw refusal(9, `the store knows no update operator ${operator}`);
    }
    paths.push(...Object.keys(operands as Document));
    if (operator === '$rename') paths.push(...(Object.values(operands as Document) as string[]));
  }
  if (Object.keys(update).length === 0) throw refusal(9, 'an update needs operators such as $set');
  for (const [i, path] of paths.entries()) {
    // Positional paths need the array's place in the filter, which servers of the protocol do not all support.
    if (path.includes('$')) throw refusal(2, `the store takes no positional path: ${path}`);
    const clash = paths
      .slice(i + 1)
      .find((other) => `${other}.`.startsWith(`${path}.`) || path.startsWith(`${other}.`));
    if (clash !== undefined) throw refusal(40, `the update changes ${path} and ${clash} at once`);
  }
}

function takeOut(document: Document, path: string, isGone: (item: unknown) => boolean): void {
  const [holder, name] = findHolder(document, path);
  if (holder === null || holder[name] === undefined) return;
  const list = holder[name];
  if (!Array.isArray(list)) throw refusal(2, `cannot take out of ${path}: not an array`);
  holder[name] = list.filter((item) => !isGone(item));
}

function applyByMingo(document: Document, update: Update): void {
  updateByMingo(document, update, [], {}, { cloneMode: 'deep' });
}

/** The object or array that holds the last name of the path, made on the way where missing. */
function holderOf(document: Document, path: string): [Document, string] {
  const [holder, name] = findHolder(document, path, (parent, missing) => {
    parent[missing] = {};
    return parent[missing] as Document;
  });
  if (holder === null) throw refusal(28, `cannot create ${path}: a value on the way is not an object`);
  return [holder, name];
}

type Make = (parent: Document, name: string) => Document;

function findHolder(document: Document, path: string, make?: Make): [Document | null, string] {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let holder = document;
  for (const name of names) {
    const inner = holder[name] === undefined && make ? make(holder, name) : holder[name];
    if (typeof inner !== 'object' || inner === null || inner instanceof Date) return [null, last];
    holder = inner as Document;
  }
  return Array.isArray(holder) && !/^\d+$/.test(last) ? [null, last] : [holder, last];
}

/** With MongoDB's error code: mongodb.com/docs/manual/reference/error-codes. */
function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}
