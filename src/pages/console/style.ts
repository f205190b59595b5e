/** What the console's pages need beyond the form pages' look: tiles, lists with pictures, a month at a glance. */
export const CONSOLE_STYLE = `
header a{color:#fff}header .school{flex:1;min-width:0}header .school h1{flex:none}header .school small{color:#fff;opacity:.85;display:block}
header a.tag{display:flex;align-items:center;min-height:44px;padding:0 .9rem;border-radius:1.4rem;text-decoration:none}
nav.tabs{display:flex;background:#fff;border-bottom:1px solid #dee0e3;position:sticky;top:0;z-index:1}
nav.tabs a{flex:1;display:flex;align-items:center;justify-content:center;min-height:48px;color:#646a73;text-decoration:none;border-bottom:3px solid transparent}
nav.tabs a[aria-current]{color:#2455c3;font-weight:600;border-color:#2455c3}
.tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem}
.tiles a{display:block;padding:.6rem .3rem;border-radius:.6rem;background:#fff;color:inherit;text-align:center;text-decoration:none}
.tiles b{display:block;font-size:1.6rem;line-height:1.3}.tiles .alert b{color:#c02a2a}
.numbers a{background:#f5f6f7}.numbers b{font-size:1.2rem}.rows .line{padding:.6rem .8rem;margin-bottom:.5rem;border-radius:.6rem;background:#fff}
.panel{margin:1rem 0;padding:.8rem 1rem;border-radius:.8rem;background:#fff}.panel h2{margin-top:0}.panel dl{padding:0}
figure.chart svg{display:block;width:100%;height:auto}figure.chart text{font-size:11px;text-anchor:middle;fill:#646a73}
rect.series-0{fill:#c26a00}rect.series-1{fill:#1d7a3e}
.key{margin-right:1rem}.key::before{content:"";display:inline-block;width:.7rem;height:.7rem;margin-right:.3rem;background:#c26a00}.key.series-1::before{background:#1d7a3e}
.chips{display:flex;gap:.5rem;margin:0 -1rem .6rem;padding:0 1rem;overflow-x:auto}
.chips a{flex:none;display:flex;align-items:center;min-height:44px;padding:0 .9rem;border:1px solid #bbbfc4;border-radius:1.4rem;background:#fff;color:inherit;text-decoration:none}
.chips a[aria-current]{border-color:#2455c3;background:#2455c3;color:#fff}
details{margin:.5rem 0;border-radius:.8rem;background:#fff}summary{display:flex;align-items:center;min-height:48px;padding:0 1rem;cursor:pointer;font-weight:600}
summary::before{content:"▸";margin-right:.5rem;color:#646a73}details[open]>summary::before{content:"▾"}
details>form,details>.inside{padding:0 1rem 1rem}
.rows{margin:.6rem 0;padding:0;list-style:none}
.rows a{display:flex;gap:.8rem;align-items:center;min-height:48px;margin-bottom:.5rem;padding:.7rem .8rem;border-radius:.6rem;background:#fff;color:inherit;text-decoration:none}
.rows img,.rows .blank{flex:none;width:64px;height:64px;border-radius:.4rem;background:#eff0f1;object-fit:cover}
.rows .blank{display:flex;align-items:center;justify-content:center;color:#8f959e;font-size:.75rem}
.rows .what{flex:1;min-width:0}.rows .what b{display:block}.rows .what small{display:block}
.state{display:inline-block;padding:0 .5rem;border-radius:.3rem;background:#eaf1ff;color:#1c4299;font-size:.8rem}.state.late{background:#fdeceb;color:#9b1c1c}.state.closed{background:#e8f5ec;color:#175c30}
.pager{display:flex;gap:.6rem;align-items:center}.pager .button{margin:0;flex:1;background:#fff;color:#2455c3}.pager span{flex:1;text-align:center;color:#646a73}
.photos{display:grid;grid-template-columns:repeat(2,1fr);gap:.5rem}.photos figure{margin:0}.photos figure img{aspect-ratio:1;object-fit:cover}
.story{margin:.6rem 0;padding:0;list-style:none}.story li{position:relative;margin-left:.4rem;padding:0 0 .8rem 1.1rem;border-left:2px solid #dee0e3}
.story li::before{content:"";position:absolute;left:-6px;top:.5rem;width:10px;height:10px;border-radius:50%;background:#2455c3}.story .machine::before{background:#bbbfc4}
.story small{display:block}
.month{width:100%;border-collapse:separate;border-spacing:3px;table-layout:fixed}.month th{font-weight:400;font-size:.8rem;color:#646a73}
.month td{height:48px;padding:2px 0;border-radius:.4rem;text-align:center;vertical-align:top;line-height:1.3;font-size:.9rem}
.month td small{display:block;font-size:.7rem;line-height:1.1;color:inherit}
.month .lessons{background:#eef4ff}.month .exam{background:#ffe9cc;color:#7a4100}.month .suspended{background:#fdd9d7;color:#9b1c1c}.month .off{background:#e2f3e6;color:#175c30}.month .make-up{background:#dbe7ff;color:#1c4299}.month .weekend{color:#8f959e}
.month .today{outline:2px solid #2455c3}
.entries{margin:.4rem 0;padding:0;list-style:none}.entries li{display:flex;gap:.6rem;padding:.2rem 0}.entries li>span:first-child{flex:0 0 5.6em;color:#646a73}
.button.quiet{background:#fff;color:#2455c3;font-weight:400}
.chips.weeks{margin-top:1rem}.pair{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}a.back{display:inline-flex;align-items:center;min-height:44px;color:#2455c3}
.settings a{justify-content:space-between}.settings .state{flex:none}.settings .state.off{background:#eff0f1;color:#646a73}
`;
