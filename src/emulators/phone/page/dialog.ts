import { html, nothing } from './html.ts';
import { find, patch } from './patch.ts';

/** The client's second question before a press; resolves to whether the person went on. */
export function askConfirmation(phone: HTMLElement, title: string, text: string): Promise<boolean> {
  const place = find(phone, '[data-part=dialog]');
  patch(
    place,
    html`<div class="dialog" role="alertdialog" aria-modal="true" data-testid="confirm">${title ? html`<h4>${title}</h4>` : nothing}${text ? html`<p>${text}</p>` : nothing}<div class="dialog-buttons"><button type="button" data-answer="no" data-testid="confirm-no">取消</button><button type="button" class="yes" data-answer="yes" data-testid="confirm-yes">确定</button></div></div>`,
  );
  place.hidden = false;
  return new Promise((resolve) => {
    place.onclick = (event) => {
      const answer = event.target instanceof HTMLElement ? event.target.dataset.answer : undefined;
      if (!answer && event.target !== place) return;
      place.onclick = null;
      place.hidden = true;
      patch(place, nothing);
      resolve(answer === 'yes');
    };
  });
}
