/**
 * What a page does more where scripts run: a person is found by typing, pictures are seen before they are sent and come
 * one after another from the camera, a form is not sent twice. Served as it stands, so it is written as the browser
 * reads it. A browser too old for it keeps the plain form, which does everything.
 */
export const SCRIPT = `'use strict';
const isModern = () => {
  try { return 'replaceChildren' in Element.prototype && new DataTransfer().items !== undefined; } catch { return false; }
};
// Where pictures are not previewed, the browser's own field says which were chosen.
if (isModern()) document.documentElement.classList.add('modern');
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// What a phone takes is larger than anybody needs to see a loose screw, and slow to send from a cellar.
const LARGE = 1500000;
const LONGEST = 2560;
const smaller = async (file) => {
  if (file.size < LARGE) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = make('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const bytes = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    return bytes && bytes.size < file.size ? new File([bytes], 'photo.jpg', { type: 'image/jpeg' }) : file;
  } catch { return file; }
};

if (isModern()) for (const select of document.querySelectorAll('select[data-search]')) {
  const people = [...select.options].filter((option) => option.value !== '');
  const chosenName = () => (select.value === '' ? '' : select.selectedOptions[0].text);
  const search = make('input', { type: 'search', autocomplete: 'off', placeholder: select.dataset.search, value: chosenName() });
  const list = make('ul', {});
  const close = () => { list.replaceChildren(); search.value = chosenName(); };
  const choose = (option) => { select.value = option.value; close(); search.setCustomValidity(''); };
  const offer = (words) => {
    const found = people.filter((option) => option.text.includes(words)).slice(0, 30);
    list.replaceChildren(...found.map((option) => make('li', {}, make('button', { type: 'button', textContent: option.text, onclick: () => choose(option) }))));
    if (found.length === 0) list.append(make('li', {}, make('p', { textContent: '没有这个名字，换个字试试' })));
  };
  search.addEventListener('input', () => {
    if (search.value.trim() === '') select.value = '';
    offer(search.value.trim());
  });
  // A window that comes back to the front gives focus anew: a list that is open stays as it is under the finger.
  search.addEventListener('focus', () => { if (list.childElementCount === 0) { search.select(); offer(''); } });
  search.addEventListener('keydown', (event) => {
    const first = list.querySelector('button');
    if (event.key === 'Enter') { event.preventDefault(); if (first) first.click(); }
    if (event.key === 'Escape') close();
  });
  // Outside a label, or a tap on the list would go to the search field.
  const field = select.closest('.field');
  const picker = make('div', { className: 'picker' }, search, list);
  search.setAttribute('aria-label', field.querySelector('.label').textContent);
  field.after(picker);
  const missing = select.required;
  select.required = false;
  select.hidden = true;
  document.addEventListener('click', (event) => { if (!picker.contains(event.target) && !field.contains(event.target)) close(); });
  field.addEventListener('click', (event) => { event.preventDefault(); search.focus(); });
  select.form.addEventListener('click', (event) => {
    if (event.target.closest('button.primary')) search.setCustomValidity(missing && select.value === '' ? '请选一位老师' : '');
  });
}

if (isModern()) for (const input of document.querySelectorAll('input[type=file]')) {
  const preview = input.closest('.field').querySelector('[data-preview]');
  const mustHave = input.required;
  let chosen = [];
  const show = () => {
    const files = new DataTransfer();
    for (const one of chosen) files.items.add(one.file);
    input.files = files.files;
    input.required = mustHave && chosen.length === 0;
    preview.replaceChildren(...chosen.map((one) => make('div', {},
      make('img', { src: one.address, alt: one.file.name }),
      make('button', { type: 'button', textContent: '×', ariaLabel: '去掉这张', onclick: () => {
        URL.revokeObjectURL(one.address);
        chosen = chosen.filter((other) => other !== one);
        show();
      } }))));
  };
  // They are seen at once and go with the form.
  const alone = input.form.querySelector('button[name=only]');
  if (alone) alone.remove();
  input.addEventListener('change', () => {
    const added = [...input.files].map((file) => ({ file, address: URL.createObjectURL(file) }));
    chosen = [...chosen, ...added].slice(0, 9);
    show();
    for (const one of added) smaller(one.file).then((file) => {
      if (file === one.file || !chosen.includes(one)) return;
      one.file = file;
      show();
    });
  });
}

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    // Later than the browser reads which button it was.
    requestAnimationFrame(() => {
      for (const button of form.querySelectorAll('button:not([type=button])')) button.disabled = true;
      if (event.submitter) event.submitter.textContent = '正在提交…';
    });
  });
}
// Back from another page the browser shows this one as it was left.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
`;
