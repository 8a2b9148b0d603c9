/** What the story says: a made-up announcement of a made-up county, its picture, two comments and an answer. */
import { readFileSync } from 'node:fs';

const picture = readFileSync(new URL('sample.png', import.meta.url)).toString('base64');

export const sampleDraft = {
  kind: 'announcement',
  title: '关于城区供水主管改造期间分区停水的公告',
  summary: '城区供水主管改造将于本月下旬分两期施工，施工期间按区域临时停水，请沿线居民和单位提前储水。',
  column: 'notices',
  number: '示范府公〔2026〕8号',
  source: '示范县人民政府办公室',
  body: `<p>为解决城区部分路段供水管网老化、水压不足的问题，县人民政府决定对新城一路至滨河南路段供水主管进行改造。现将施工期间停水安排公告如下。</p>
<h2>一、停水范围和时间</h2>
<table><thead><tr><th>期次</th><th>范围</th><th>停水时间</th></tr></thead><tbody>
<tr><td>第一期</td><td>新城一路以东、新城二路以西，滨河北路至解放路</td><td>每日 23:00 至次日 5:00，共 3 夜</td></tr>
<tr><td>第二期</td><td>新城一路以东，解放路至滨河南路</td><td>每日 23:00 至次日 5:00，共 4 夜</td></tr></tbody></table>
<figure><img src="data:image/png;base64,${picture}" alt="分区停水范围示意图：第一期在滨河北路与解放路之间，第二期在解放路与滨河南路之间"><figcaption>分区停水范围示意图</figcaption></figure>
<h2>二、注意事项</h2>
<ol><li>请上述范围内的居民和单位提前储备生活用水，停水期间关好水龙头。</li><li>恢复供水初期水质可能短时浑浊，放水数分钟后即可正常使用。</li><li>医院、学校和养老机构由送水车定点供水。</li></ol>
<h2>三、咨询方式</h2>
<p>供水服务热线 24 小时接受咨询。施工进度和调整情况将在县人民政府网站和政务新媒体及时公布。</p>
<p>特此公告。</p>`,
} as const;

export const sampleComments = [
  { author: '河边人家', text: '请问第二期从哪一天开始停水？我家在解放路南边，有老人需要提前储水。' },
  { author: '早起的鱼', text: '施工期间滨河南路的公交会改道吗？早上还要赶去上班。' },
] as const;

export const sampleReply = {
  means: 'channel',
  text: '您好！第二期计划在第一期完工后次日 23:00 开始，具体日期将提前三天在县政府网站公布。老人家中取水不便的，可拨打供水服务热线预约送水。',
} as const;
