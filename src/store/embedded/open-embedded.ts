/**
 * Opens a file as a store: checks that it is one, and of a format this program knows; makes it when it is not there.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { CATALOG_SQL } from './catalog.ts';
import { Connection } from './connection.ts';
import { EmbeddedStore } from './embedded-store.ts';
import { explain, StoreFileError } from './store-error.ts';
import { whileBusy } from './while-busy.ts';
import { Writer } from './writer.ts';

/** 'SANW': tells our files from other programs' (sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x53414e57;
/** Goes up when tables change so that an older program would misread them. */
const FORMAT = 1;

/** Throws StoreFileError with what to do when the file cannot be used. */
export async function openEmbedded(file: string): Promise<EmbeddedStore> {
  let connection: Connection | null = null;
  try {
    prepareFile(file);
    const opened = await whileBusy(() => new Connection(file, { readOnly: false }));
    connection = opened;
    await whileBusy(() => checkFormat(opened));
    await whileBusy(() => opened.useWriteAheadLog());
    await whileBusy(() => {
      opened.exec(`BEGIN IMMEDIATE; ${CATALOG_SQL}
        PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`);
    });
    return new EmbeddedStore(opened, await Writer.open(file));
  } catch (error) {
    connection?.close();
    throw explain(error, file);
  }
}

/** The file holds citizens' messages: only the user that runs Sanwei may read it. SQLite copies the mode to its log. */
function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

function checkFormat(connection: Connection): void {
  const application = connection.get<{ application_id: number }>('PRAGMA application_id')?.application_id;
  const format = connection.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  const tables = connection.get<{ many: number }>('SELECT count(*) AS many FROM sqlite_schema')?.many ?? 0;
  if (application !== APPLICATION_ID && tables > 0) {
    throw new StoreFileError(`${connection.file} belongs to another program. Point the store URL at another file`);
  }
  if (format > FORMAT) {
    throw new StoreFileError(
      `${connection.file} was written by a newer Sanwei (store format ${format}, this one knows ${FORMAT}). ` +
        'Start the newer version, or restore the backup made before it was installed',
    );
  }
}
