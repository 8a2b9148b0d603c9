/** Messages as a board sends them at a peak: of everyday length, no two alike. */
const PLACES = ['龙坪镇', '沫阳镇', '边阳镇', '逢亭镇', '茂井镇', '红水河镇', '罗悃镇', '凤亭乡', '木引镇', '斛兴街道'];
const MATTERS = [
  '路灯不亮',
  '垃圾没人清运',
  '自来水浑浊',
  '夜间施工噪声',
  '公交车晚点',
  '井盖丢失',
  '占道经营',
  '网络信号差',
];
const WORDS = '已经反映多次，至今没有人来处理，给大家的生活带来很大不便，希望有关部门尽快核实并答复，谢谢。'.repeat(3);

/** `count` lines of NDJSON from the `first` on; about 230 characters of text each. */
export function linesFrom(first: number, count: number): string {
  const lines: string[] = [];
  for (let n = first; n < first + count; n++) {
    const [place, matter] = [PLACES[n % PLACES.length], MATTERS[Math.floor(n / 10) % MATTERS.length]];
    const where = `${place}${Math.floor(n / 80) % 97}组`;
    const text = `${where}${matter}第${n}次反映。${WORDS}`;
    const signal = {
      account: 'message-board',
      ref: `m${n}`,
      kind: 'message',
      author: `u${n % 5000}`,
      title: `${where}${matter}`,
    };
    lines.push(JSON.stringify({ ...signal, text, writtenAt: '2019-11-13T09:30:00+08:00' }));
  }
  return lines.join('\n');
}
