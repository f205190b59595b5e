import { html, type SafeHtml } from './html.ts';
import { icons } from './icons.ts';
import { samplePhotos, thumbnail } from './sample_photos.ts';

/** The sheet a photo is chosen from. The thumbnails are drawn when it is first opened. */
export function renderTray(): SafeHtml {
  const photos = samplePhotos.map(
    (photo) =>
      html`<button type="button" class="sample" data-action="send-sample" data-sample="${photo.id}" data-testid="sample-${photo.id}"><img src="${thumbnail(photo)}" alt=""><span>${photo.label}</span></button>`,
  );
  return html`<div class="tray-sheet"><div class="tray-head"><strong>发照片</strong><button type="button" data-action="close-tray" aria-label="关闭">${icons.close}</button></div><div class="samples">${photos}</div><button type="button" class="pick" data-action="pick-photo" data-testid="pick-photo">${icons.image}<span>从本机选一张</span></button></div>`;
}
