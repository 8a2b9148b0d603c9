/** The same with its store in memory (/dev/shm): what is left is the price of waiting for a disk. */
import type { Contender, Mode } from './contender.ts';
import * as sanwei from './sanwei.ts';

export const open = (mode: Mode): Promise<Contender> => sanwei.open(mode, '/dev/shm');
