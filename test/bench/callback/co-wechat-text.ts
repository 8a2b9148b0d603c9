/** co-wechat as its README has it: every message is answered with a text. */
import * as coWechat from './co-wechat.ts';
import type { Contender, Mode } from './contender.ts';

export const open = (mode: Mode): Promise<Contender> => coWechat.open(mode, '您的留言已收到。');
