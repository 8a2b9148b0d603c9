/** A form that is sent: what is wrong is said at its field, or below them all where no field is to blame. */
import { type Ref, ref, shallowRef } from 'vue';
import { ApiProblem, wordsOf } from './api/client.ts';

export interface Form {
  /** Field → what is wrong with it and what to do. */
  readonly problems: Ref<Readonly<Record<string, string>>>;
  /** What no field is to blame for; '' for nothing. */
  readonly problem: Ref<string>;
  readonly isSaving: Ref<boolean>;
  submit(): Promise<void>;
}

/** `shows` tells whether the form has such a field: what is wrong with any other is said below them all. */
export function useForm(shows: (field: string) => boolean, save: () => Promise<unknown>): Form {
  const problems = shallowRef<Readonly<Record<string, string>>>({});
  const problem = ref('');
  const isSaving = ref(false);
  const submit = async () => {
    if (isSaving.value) return;
    isSaving.value = true;
    [problems.value, problem.value] = [{}, ''];
    try {
      await save();
    } catch (error) {
      const fields = error instanceof ApiProblem ? error.fields : [];
      // The place within a list says nothing to whoever typed it as one text.
      const named = fields.map(({ field, problem: wrong, remedy }): [field: string, words: string] => {
        return [field.replace(/\.\d+$/, ''), `${wrong}。${remedy}`];
      });
      problems.value = Object.fromEntries(named.filter(([field]) => shows(field)));
      const others = named.flatMap(([field, words]) => (shows(field) ? [] : [words]));
      problem.value = fields.length === 0 ? wordsOf(error) : others.join('；');
    }
    isSaving.value = false;
  };
  return { problems, problem, isSaving, submit };
}
