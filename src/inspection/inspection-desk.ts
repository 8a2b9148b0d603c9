/** What an inspection needs of the house. */
import type { Account } from '../channel/kind.ts';
import type { Column } from '../release/columns.ts';
import type { Database } from '../store/collection.ts';
import type { InspectionConfig } from './inspection-config.ts';

export interface InspectedColumn extends Pick<Column, 'id' | 'name' | 'type'> {
  /** Columns whose pages stand in its list, its own id among them; itself alone where it is left out. */
  readonly holds?: readonly string[];
}

export interface InspectionDesk {
  readonly db: Database;
  readonly config: InspectionConfig;
  readonly columns: readonly InspectedColumn[];
  /** Accounts that publish and are in use today, without the site itself. */
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  /** Marks of the page's foot that are not set. */
  readonly unset: readonly string[];
}

/** One look: the day it is of. */
export interface Look {
  readonly now: Date;
  /** Beijing day. */
  readonly today: string;
}
