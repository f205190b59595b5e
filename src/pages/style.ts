/** A tick on a shield. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2455c3" d="M16 2 28 6v9c0 8-5 12.5-12 15C9 27.5 4 23 4 15V6z"/><path fill="none" stroke="#fff" stroke-width="3" d="m10 16 4 4 8-9"/></svg>`;

/**
 * The pages' look: one column, the phone's own font, everything that can be tapped at least 48 px
 * high, pictures with a place of their own from the start, so that nothing moves away under a finger.
 */
export const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:40rem;background:#f5f6f7;color:#1f2329;font:16px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
header{display:flex;align-items:center;gap:.5rem;padding:.9rem 1rem;color:#fff;background:#2455c3}
header.tone-done{background:#1d7a3e}header.tone-due{background:#a85400}header.tone-danger{background:#c02a2a}header.tone-closed{background:#646a73}
h1{margin:0;font-size:1.15rem;flex:1;line-height:1.4}
.tag{padding:.1rem .5rem;border-radius:1rem;background:rgba(255,255,255,.22);font-size:.85rem;white-space:nowrap}
main{padding:1rem 1rem 3rem}
p,ul{margin:.4rem 0;white-space:pre-line}ul{padding-left:1.2rem}
.muted,small,.hint,figcaption{color:#646a73;font-size:.875rem}
dl{margin:.6rem 0;padding:.5rem .8rem;border-radius:.6rem;background:#fff}
dl div{display:flex;gap:.8rem;padding:.15rem 0}dt{flex:0 0 4.5em;color:#646a73}dd{margin:0;flex:1}
hr{border:0;border-top:1px solid #dee0e3;margin:1rem 0}
progress{width:100%;height:.6rem}
figure{margin:.6rem 0}figure img{display:block;width:100%;aspect-ratio:4/3;object-fit:contain;border-radius:.6rem;background:#eff0f1}
.toast,.message{margin:.8rem 0;padding:.7rem .9rem;border-radius:.6rem;background:#e8f5ec;color:#175c30}
.toast.warning,.toast.error,.message{background:#fdeceb;color:#9b1c1c}.toast.info{background:#eaf1ff;color:#1c4299}
form.fields{margin:1rem 0;padding:.2rem 1rem 1rem;border-radius:.8rem;background:#fff}
.field,fieldset{display:block;margin:1rem 0 0;padding:0;border:0;min-width:0}
.label{display:block;margin-bottom:.3rem;padding:0;font-weight:600}.label small{margin-left:.5rem;font-weight:400}.hint{display:block;margin-bottom:.3rem}
input:not([type]),input[type=search],input[type=date],input[type=time],input[type=datetime-local],textarea,select{display:block;width:100%;min-height:48px;padding:.6rem .7rem;border:1px solid #bbbfc4;border-radius:.6rem;background:#fff;color:inherit;font:inherit}
textarea{resize:vertical}
.tick{display:flex;align-items:center;gap:.7rem;min-height:48px}.tick input{width:1.4rem;height:1.4rem;margin:0}
button,.button,.upload{display:flex;align-items:center;justify-content:center;width:100%;min-height:48px;margin:.8rem 0 0;padding:.6rem 1rem;border:1px solid #bbbfc4;border-radius:.6rem;background:#fff;color:#1f2329;font:inherit;text-align:center;text-decoration:none;cursor:pointer}
button.primary,.button{border-color:#2455c3;background:#2455c3;color:#fff;font-weight:600}button.danger{border-color:#c02a2a;color:#c02a2a}
button[disabled]{opacity:.6}
.upload{position:relative;flex-wrap:wrap;gap:.3rem 1rem;border-style:dashed;color:#2455c3;margin-top:.3rem}.upload input{max-width:100%;font:inherit}.modern .upload input{position:absolute;top:0;left:0;width:100%;height:100%;opacity:0}
.upload:focus-within,button:focus-visible,.button:focus-visible{outline:3px solid #7ea4f5;outline-offset:1px}
.pictures{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem;margin-top:.5rem}.pictures:empty{display:none}
.pictures img{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:.5rem;background:#eff0f1}
.pictures div{position:relative}.pictures button{position:absolute;top:0;right:0;width:44px;min-height:44px;margin:0;padding:0;border:0;border-radius:0 .5rem;background:rgba(0,0,0,.55);color:#fff;font-size:1.3rem}
h2{margin:1.2rem 0 .3rem;font-size:1rem}.handed dd{white-space:pre-wrap}
.picker ul{max-height:18rem;margin:.3rem 0 0;padding:0;overflow:auto;list-style:none;border:1px solid #dee0e3;border-radius:.6rem}.picker ul:empty{display:none}
.picker li button{justify-content:flex-start;margin:0;border:0;border-bottom:1px solid #eff0f1;border-radius:0}
.picker li p{margin:0;padding:.7rem .9rem;color:#646a73}
[hidden]{display:none!important}
`;
