import assert from 'node:assert/strict';
import { load } from 'cheerio';
import fc from 'fast-check';
import { readBody } from '../../src/release/read-body.ts';
import { aPicture } from '../support/channel-tools.ts';

const { picture, bytes } = aPicture({ width: 3, height: 2 });
const pasted = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
const known = `/media/${'0'.repeat(64)}.jpg`;
const knowsAll = async () => true;
const knowsNone = async () => false;

async function htmlOf(input: string): Promise<string> {
  const { html, problems } = await readBody(input, knowsAll);
  assert.deepEqual(problems, []);
  return html;
}

async function problemsOf(input: string, isKnown = knowsAll): Promise<string> {
  const { html, problems, fresh, pictures } = await readBody(input, isKnown);
  assert.ok(problems.length > 0, 'nothing was refused');
  assert.deepEqual([html, fresh.length, pictures.length], ['', 0, 0], 'a refused body leaves something behind');
  for (const { field, problem, remedy } of problems) {
    assert.equal(field, 'body');
    assert.match(problem + remedy, /\p{Script=Han}/u);
  }
  return problems.map(({ problem }) => problem).join('|');
}

describe('readBody', () => {
  describe('plain text', () => {
    const cases: readonly [title: string, input: string, html: string][] = [
      ['becomes a paragraph a line', '第一段\r\n\r\n　　第二段\n第三段', '<p>第一段</p><p>第二段</p><p>第三段</p>'],
      ['keeps signs that only look like tags', 'a<b & <王@example.cn> <http://x.cn/>', ''],
      ['drops control characters', '停\u0000水\u0007通知', '<p>停水通知</p>'],
    ];
    for (const [title, input, html] of cases) {
      it(title, async () => {
        assert.equal(await htmlOf(input), html || '<p>a&lt;b &amp; &lt;王@example.cn&gt; &lt;http://x.cn/&gt;</p>');
      });
    }
  });

  describe('clutter', () => {
    const cases: readonly [title: string, input: string, html: string][] = [
      [
        'loses classes, styles, ids and spans',
        '<p class="a" style="color:red" id="x"><span>停水</span></p>',
        '<p>停水</p>',
      ],
      [
        "loses Word's own tags and comments",
        '<p>停<o:p></o:p>水<!--[if gte mso 9]><xml/><![endif]--></p>',
        '<p>停水</p>',
      ],
      ['loses style sheets with their text', '<style>p{color:red}</style><p>停水</p>', '<p>停水</p>'],
      ['loses empty paragraphs', '<p>&nbsp;</p><p><br></p><h2></h2><p>停水</p>', '<p>停水</p>'],
      ['turns h1 into h2 and h5 into h4', '<h1>一</h1><h5>二</h5>', '<h2>一</h2><h4>二</h4>'],
      [
        'turns bold and italic into what they mean',
        '<p><b>停</b><i>水</i></p>',
        '<p><strong>停</strong><em>水</em></p>',
      ],
      ['turns boxes into paragraphs', '<div>一</div><section>二</section>', '<p>一</p><p>二</p>'],
      ['takes apart boxes that hold blocks', '<div>头<p>身</p><div>尾</div></div>', '<p>头</p><p>身</p><p>尾</p>'],
      ['puts loose text into paragraphs', '停<em>水</em><h2>一</h2>尾', '<p>停<em>水</em></p><h2>一</h2><p>尾</p>'],
      ['unwraps links to places in the text', '<p><a href="#a">一</a><a name="b">二</a></p>', '<p>一二</p>'],
      [
        'gives links without a scheme https',
        '<p><a href="//x.cn/a">一</a></p>',
        '<p><a href="https://x.cn/a">一</a></p>',
      ],
      [
        'loses target and rel of links',
        '<p><a href="/p/1.html" target="_blank" rel="x">一</a></p>',
        '<p><a href="/p/1.html">一</a></p>',
      ],
      ['keeps text that stood in noscript', '<noscript>请看</noscript><p>停水</p>', '<p>请看</p><p>停水</p>'],
    ];
    for (const [title, input, html] of cases) it(title, async () => assert.equal(await htmlOf(input), html));

    it('keeps tables with their spans and captions', async () => {
      const table =
        '<table><caption>表</caption><tbody><tr><th colspan="2">一</th></tr><tr><td rowspan="2">二</td><td>三</td></tr></tbody></table>';
      assert.equal(await htmlOf(table.replace('<td rowspan', '<td width="9" rowspan')), table);
    });

    it('keeps everything of the list that is allowed', async () => {
      const html =
        '<h2>一</h2><h3>二</h3><h4>三</h4><ul><li>四</li></ul><ol start="3"><li>五</li></ol><blockquote>六</blockquote><pre>七</pre><hr /><p>H<sub>2</sub>O<sup>2</sup><u>八</u><s>九</s><br />十 <a href="mailto:a@example.cn">信</a></p>';
      assert.equal(await htmlOf(html), html);
    });
  });

  describe('what acts in a browser', () => {
    const vectors: readonly string[] = [
      '<p>停水</p><script>alert(1)</script>',
      '<SCRIPT SRC=//x.cn/x.js></SCRIPT>',
      '<img src=x onerror=alert(1)>',
      '<img src="x"onerror="alert(1)">',
      '<p ONCLICK="alert(1)">停水</p>',
      '<svg onload=alert(1)>',
      '<svg/onload=alert(1)>',
      '<svg><script>alert(1)</script></svg>',
      '<svg><animate onbegin=alert(1) attributeName=x></svg>',
      '<body onload=alert(1)>停水',
      '<iframe src="https://x.cn"></iframe>',
      '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
      '<object data="x.swf"></object>',
      '<embed src="x.swf">',
      '<base href="https://x.cn/">',
      '<meta http-equiv="Refresh" content="0;url=https://x.cn/">',
      '<a href="javascript:alert(1)">停水</a>',
      '<a href=" JaVaScRiPt:alert(1)">停水</a>',
      '<a href="&#106;avascript:alert(1)">停水</a>',
      '<a href="jav&#x09;ascript:alert(1)">停水</a>',
      '<a href="java\nscript:alert(1)">停水</a>',
      '<a href="&#1;javascript:alert(1)">停水</a>',
      '<a href="javascript&colon;alert(1)">停水</a>',
      '<a href="vbscript:msgbox(1)">停水</a>',
      '<a href="data:text/html,<script>alert(1)</script>">停水</a>',
      '<a href="data:text/html;base64,PHNjcmlwdD4=">停水</a>',
      '<img src="javascript:alert(1)">',
      '<p style="background:url(javascript:alert(1))">停水</p>',
      '<p style="width:expr/**/ession(alert(1))">停水</p>',
      '<table background="javascript:alert(1)"><tr><td>停水</td></tr></table>',
      '<template><img src=x onerror=alert(1)></template>',
      '<p>停水</p><div><div><div><span onmouseover=alert(1)>x</span></div></div></div>',
    ];
    for (const vector of vectors) {
      it(`refuses ${vector.replaceAll('\n', '\\n')}`, async () => {
        assert.match(await problemsOf(vector), /在读者浏览器里运行|不能发布的矢量图/);
      });
    }

    it('names what it found and says what to do', async () => {
      const { problems } = await readBody('<p onclick="a()">停水</p><script>b()</script>', knowsAll);
      assert.deepEqual(problems, [
        {
          field: 'body',
          problem: '含有会在读者浏览器里运行的内容（onclick 属性、<script>）',
          remedy: '请删去这些内容后再保存；需要嵌入的页面或视频请改成普通链接',
        },
      ]);
    });

    it('refuses what a reader would miss rather than losing it', async () => {
      assert.match(await problemsOf('<video src="/a.mp4"></video>'), /视频/);
      assert.match(await problemsOf('<form><input name="a"></form>'), /表单、表单控件/);
      assert.match(await problemsOf('<math><mi>x</mi></math>'), /公式/);
    });
  });

  // Inputs that one parser reads otherwise than another: whatever is kept must hold nothing that acts.
  describe('markup that mutates', () => {
    const vectors: readonly string[] = [
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
      '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
      '<p title="</noscript><img src=x onerror=alert(1)>">停水</p>',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
      '<!--><img src=x onerror=alert(1)>-->停水',
      '<![CDATA[<img src=x onerror=alert(1)>]]>停水',
      '<style><img src="</style><img src=x onerror=alert(1)>">',
      '<title><a href="</title><img src=x onerror=alert(1)>"></a>',
      '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
      '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
      '<scr<script>ipt>alert(1)</script>',
      '<img/src=x/onerror=alert(1)>',
      '<plaintext><img src=x onerror=alert(1)>',
      '<p>停水<img src=x onerror=alert(1)',
      '<table><script>alert(1)</script><tr><td>停水</td></tr></table>',
      '<select><style><img src=x onerror=alert(1)></style></select>',
    ];
    for (const vector of vectors) {
      it(`keeps nothing of ${vector}`, async () => {
        const { html } = await readBody(vector, knowsAll);
        const $ = load(html, null, false);
        assert.equal($('script, style, iframe, svg, math, form, xmp').length, 0);
        for (const { attribs } of $.root().find('*').toArray()) {
          for (const name of Object.keys(attribs)) assert.ok(['href', 'src', 'alt', 'title'].includes(name), name);
        }
      });
    }

    it('reads its own output as it is, whatever went in', async () => {
      const piece = fc.constantFrom(
        '<p>',
        '</p>',
        '<div>',
        '</div>',
        '<b>',
        '</b>',
        '停水',
        ' ',
        '<table><tr><td>',
        '</table>',
        '<li>',
        '<ul>',
        '</ul>',
        '<br>',
        '&lt;',
        '<a href="/x">',
        '</a>',
        '&amp;nbsp;',
        '<h1>',
        '</h1>',
        '<blockquote>',
        '<!-- x -->',
        '<o:p>',
      );
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
          const html = await htmlOf(`<p>头</p>${pieces.join('')}`);
          assert.equal(await htmlOf(html), html);
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('pictures', () => {
    it('takes pasted ones out and gives their bytes to be kept', async () => {
      const read = await readBody(`<p>图<img src="${pasted}" alt=" 停水范围 " width="9" title="x"></p>`, knowsNone);
      assert.equal(read.html, `<p>图<img src="/media/${picture.id}" alt="停水范围" /></p>`);
      assert.deepEqual(read.pictures, [picture.id]);
      assert.deepEqual(read.fresh, [{ id: picture.id, bytes: Buffer.from(bytes) }]);
    });

    it('keeps one picture that was pasted twice once', async () => {
      const read = await readBody(`<img src="${pasted}"><p>文</p><img src="${pasted}">`, knowsNone);
      assert.deepEqual([read.pictures.length, read.fresh.length], [1, 1]);
    });

    it('leaves pictures that are kept already where they are', async () => {
      const read = await readBody(`<p><img src="${known}"></p>`, knowsAll);
      assert.equal(read.html, `<p><img src="${known}" alt="" /></p>`);
      assert.deepEqual([read.pictures, read.fresh], [[known.slice('/media/'.length)], []]);
    });

    const refused: readonly [title: string, src: string, problem: RegExp][] = [
      ['one that nobody uploaded', known, /第 1 张图片在本站找不到/],
      ['one on a foreign site', 'https://x.cn/a.png', /第 1 张图片来自别处/],
      ["one on the writer's own disk", 'file:///C:/a.png', /只在您的电脑上/],
      ['one without an address', '', /没有地址/],
      ['one in another folder', '/uploads/a.png', /来自别处/],
      [
        'a drawing in disguise',
        `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`,
        /不是可用的图片/,
      ],
      ['half a paste', 'data:image/png;base64,', /粘贴得不完整/],
      ['one above the limit', `data:image/png;base64,${Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64')}`, /太大/],
    ];
    for (const [title, src, problem] of refused) {
      it(`refuses ${title}`, async () =>
        assert.match(await problemsOf(`<p><img src="${src}"></p>`, knowsNone), problem));
    }
  });

  it('refuses links that a reader cannot follow', async () => {
    assert.match(await problemsOf('<a href="file:///C:/a.doc">附件</a>'), /file:\/\/\/C:\/a.doc.*打不开/);
    assert.match(await problemsOf('<a href="tel:12345">电话</a>'), /打不开/);
  });

  it('tells everything that is wrong at once', async () => {
    const { problems } = await readBody(
      '<script></script><svg></svg><a href="ftp://x">一</a><img src="a.png">',
      knowsAll,
    );
    assert.equal(problems.length, 4);
  });

  it('refuses what nests too deep instead of choking on it', async () => {
    assert.match(await problemsOf('<div>'.repeat(50_000)), /嵌套过深/);
    assert.match(await problemsOf(`${'<blockquote>'.repeat(200)}文`), /嵌套过深/);
  });
});
