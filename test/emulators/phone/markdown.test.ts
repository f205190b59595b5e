import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/emulators/phone/page/markdown.ts';

const context = {
  personName: (id: string) => (id === 'ou_chen' ? '陈师傅' : undefined),
  imageUrl: (key: string) => `api/image/${encodeURIComponent(key)}`,
};
const render = (content: string) => renderMarkdown(content, context).html;

describe('the vendor markdown', () => {
  it.each([
    ['一句话', '<p>一句话</p>'],
    ['**先管控**：设围挡', '<p><strong>先管控</strong>：设围挡</p>'],
    ['*斜* ~~删~~ `码`', '<p><em>斜</em> <del>删</del> <code>码</code></p>'],
    ['第一行\n第二行', '<p>第一行<br>第二行</p>'],
    ['第一段\n\n第二段', '<p>第一段</p><p>第二段</p>'],
    ['- 一\n- 二', '<ul><li>一</li><li>二</li></ul>'],
    ['1. 一\n2. 二', '<ol start="1"><li>一</li><li>二</li></ol>'],
    ['- 一\n  - 里', '<ul><li>一<ul><li>里</li></ul></li></ul>'],
    ['## 标题', '<p class="heading heading-2" role="heading" aria-level="2">标题</p>'],
    ['> 引', '<blockquote><p>引</p></blockquote>'],
    ['---', '<hr>'],
    ["<font color='red'>逾期</font>", '<p><span class="font c-red">逾期</span></p>'],
    ['<at id=ou_chen></at>', '<p><span class="at">@陈师傅</span></p>'],
    ['<at id=all></at>', '<p><span class="at">@所有人</span></p>'],
    ['<at id=ou_nobody></at>', '<p><span class="at">@未知用户</span></p>'],
    ["<text_tag color='blue'>已报</text_tag>", '<p><span class="tag c-blue">已报</span></p>'],
    [
      '[台账](https://a.example/x)',
      '<p><a href="https://a.example/x" target="_blank" rel="noopener noreferrer">台账</a></p>',
    ],
    ['![图](img_v3_1)', '<p><img src="api/image/img_v3_1" alt="图"></p>'],
    [
      'a|b\n--|--\n1|2',
      '<div class="table-scroll"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>',
    ],
    ['```\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>'],
    ['2 * 3 * 4 和 a_b_c', '<p>2 * 3 * 4 和 a_b_c</p>'],
  ])('%j', (content, expected) => {
    expect(render(content)).toBe(expected);
  });

  it.each([
    ['&#42;&#42;不加粗&#42;&#42;', '**不加粗**'],
    ['&lt;at id=all&gt;&lt;/at&gt;', '&lt;at id=all&gt;&lt;/at&gt;'],
    ['&#91;x&#93;(/a)', '[x](/a)'],
    ['&#35; 不是标题', '# 不是标题'],
    ['&#96;不是代码&#96;', '`不是代码`'],
    ['\\*不斜\\*', '*不斜*'],
    ['&#38;lt;', '&amp;lt;'],
    ['&#0;&#1114112;', '&amp;#0;&amp;#1114112;'],
  ])('escaped text %j is shown literally', (content, expected) => {
    expect(render(content)).toBe(`<p>${expected}</p>`);
  });
});

/** Markup that would run code, or reach another place than it shows. */
const ACTIVE =
  /<script|<iframe|<svg|<style|<[a-z]+(?:\s+[\w-]+="[^"]*")*\s+on\w+|(?:href|src)="\s*(?:javascript|data|vbscript):/i;

describe('nothing typed by anybody becomes markup', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '[点我](javascript:alert(1))',
    '[点我](JaVaScRiPt:alert(1))',
    '[点我](data:text/html,<script>alert(1)</script>)',
    '![x](x"onerror="alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    "<a href='https://a.example\" onmouseover=alert(1) x='>x</a>",
    '<link url="javascript:alert(1)">x</link>',
    '<font color="red\\" onclick=alert(1)">x</font>',
    '<font color="red;background:url(javascript:alert(1))">x</font>',
    '<text_tag color="x onmouseover=alert(1)"><script>x</script></text_tag>',
    '<at id="><script>alert(1)</script>"></at>',
    '<raw><script>alert(1)</script></raw>',
    '<local_datetime><img src=x onerror=alert(1)></local_datetime>',
    '`<script>`',
    '```html\n<script>alert(1)</script>\n```',
    '**<script>alert(1)</script>**',
    '> <script>alert(1)</script>',
    '- <img src=x onerror=alert(1)>',
    '<script>|x\n--|--\n<img src=x onerror=alert(1)>|y',
    '&#60;script&#62;alert(1)&#60;/script&#62;',
    '&lt;script&gt;',
    '&#x3c;script&#x3e;',
    'https://a.example/"onmouseover="alert(1)',
  ])('%s', (content) => {
    expect(render(content)).not.toMatch(ACTIVE);
  });

  it('whatever the pieces and their order, and never throws', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '&#60;',
      '**',
      '*',
      '_',
      '~~',
      '`',
      '[',
      ']',
      '(',
      ')',
      '!',
      '\n',
      '\n\n',
      '- ',
      '> ',
      '# ',
      '|',
      '--|--',
      '<font color=red>',
      '</font>',
      '<a href="',
      'javascript:',
      'https://a',
      '<script>',
      'onerror=',
      '<at id=all></at>',
      '\\',
      '字',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const shown = render(pieces.join(''));
        expect(shown).not.toMatch(ACTIVE);
        expect(tagsOf(shown).filter((tag) => !KNOWN.has(tag))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('ends on 30 KB of marks', () => {
    // What grew with the square of the text would not end within the test's time.
    for (const mark of ['*', '**a', '[', '<font color=red>', '`', '> ', '_a', '|', '&#'])
      expect(render(mark.repeat(30_000 / mark.length))).toBeDefined();
  }, 30_000);
});

const KNOWN = new Set(
  'p br hr strong em del code pre blockquote ul ol li span a img div table thead tbody tr th td'.split(' '),
);

function tagsOf(markup: string): readonly string[] {
  return [...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map((match) => (match[1] ?? '').toLowerCase());
}
