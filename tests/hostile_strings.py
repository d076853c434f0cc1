"""Strings that would do harm where they are not shown as text."""

from __future__ import annotations

from itertools import product

_ACTS = ("alert(1)", "window.hit=1", "window['hit']=1", "alert`1`", "fetch('//outside.example')")
_MARKUP = (
    "<script>{act}</script>",
    "<ScRiPt>{act}</sCrIpT>",
    "<img src=x onerror={act}>",
    "<svg onload={act}>",
    "<svg><script>{act}</script></svg>",
    "<body onload={act}>",
    "<iframe srcdoc='<script>{act}</script>'></iframe>",
    "<a href=javascript:{act}>x</a>",
    "<math><mtext></mtext><script>{act}</script></math>",
    "<details open ontoggle={act}>",
    "<input autofocus onfocus={act}>",
    "<video><source onerror={act}></video>",
    "<style>@import '//outside.example';</style>",
    "<link rel=stylesheet href=//outside.example>",
    "<base href=//outside.example>",
    "<form action=//outside.example><button>",
    "<meta http-equiv=refresh content='0;url=//outside.example'>",
    "<object data=javascript:{act}>",
    "<embed src=javascript:{act}>",
    "<p style=background:url(//outside.example)>",
    "<noscript><p title='</noscript><img src=x onerror={act}>'>",
    "<template><script>{act}</script></template>",
    "<textarea></textarea><script>{act}</script>",
    "<title></title><script>{act}</script>",
)
_BREAKS = ("{it}", '"{it}', "'{it}", '"></mark></p>{it}', "]]>{it}", "--></script>{it}")
_OTHERS = (
    '=HYPERLINK("//outside.example")',
    "=1+1|cmd",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "\u202egnirts desrever",
    "\u2066isolate\u2069",
    "\u200f\u200e",
    "bell\x07",
    "escape\x1b[31mred",
    "zero\x00width\u200b",
    "nel\x85",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7 * 7 %>",
    "' OR 1=1 --",
    "'; DROP TABLE entries; --",
    "\\u003cscript\\u003e",
    "%3Cscript%3E",
    "&lt;script&gt;",
    "&#x3C;script&#x3E;",
    "../../etc/passwd",
    "\\\\outside\\share",
    "\ud7ff\ue000",
    "\uffff",
    "😀👩‍👩‍👧‍👦",
    "مرحبا <b>بالعالم</b>",
    "שלום",
    "a\u0301\u0301\u0301\u0301",
    "ﷺ" * 30,
    "x" * 300,
    "\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
)


def hostile() -> list[str]:
    """Return all of them, in a fixed order."""
    woven = [broken.format(it=markup.format(act=act)) for markup, act, broken in product(_MARKUP, _ACTS, _BREAKS)]
    return [*_OTHERS, *dict.fromkeys(woven)][:520]
