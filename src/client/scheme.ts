// Light or dark as the reader chose in the footer, on this device alone, before anything is drawn. To follow the
// system needs no script, and nor does a choice for the page on which it is made: see sheet.css.

const key = 'scheme';

function show(scheme: string): void {
  document.documentElement.dataset.scheme = scheme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[data-of]')) {
    const { of } = meta.dataset;
    const chosen = scheme === of ? 'all' : 'not all';
    meta.media = scheme ? chosen : `(prefers-color-scheme: ${of})`;
  }
  const radio = document.querySelector<HTMLInputElement>(`[name=${key}][value="${scheme}"]`);
  if (radio) radio.checked = true;
}

try {
  const showKept = () => show(localStorage.getItem(key) ?? '');
  showKept();
  // Once the footer is there; when somebody comes back to the page; when they chose in another tab.
  for (const event of ['DOMContentLoaded', 'pageshow', 'storage'])
    addEventListener(event, showKept);
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== key) return;
    show(target.value);
    if (target.value) localStorage.setItem(key, target.value);
    else localStorage.removeItem(key);
  });
} catch {
  // This browser keeps nothing for us: a choice holds for the page on which it is made.
}
