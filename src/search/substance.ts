/** How much of an answer says something about its matter: a letter of thanks that passes it on answers nothing. Pure. */

/** What stands in answers of every kind: greetings, thanks, passing on, and where to call. */
const POLITE =
  /感谢|谢谢|收悉|关心|支持|监督|留言|帖文|来信|如您|您对|转交|转办|电话|致电|重视|核实|如下|您好|你好|欢迎|网友|祝您|理解|敬请|咨询|回复|答复|反映|疑问|意见|调查|情况/;

/** Chinese characters in clauses that are not mere politeness. */
export function substanceOf(answer: string): number {
  const clauses = answer.split(/[，,。；;：:！!？?\s]+/).filter((clause) => !POLITE.test(clause));
  return clauses.reduce((sum, clause) => sum + (clause.match(/\p{Script=Han}/gu)?.length ?? 0), 0);
}
