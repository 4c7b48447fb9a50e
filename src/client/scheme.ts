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
}

try {
  const kept = localStorage.getItem(key) ?? '';
  show(kept);
  if (kept)
    addEventListener('DOMContentLoaded', () =>
      document.querySelector<HTMLInputElement>(`[name=${key}][value="${kept}"]`)?.click(),
    );
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== key) return;
    show(target.value);
    localStorage.setItem(key, target.value);
    if (!target.value) localStorage.removeItem(key);
  });
} catch {
  // This browser keeps nothing for us: a choice holds for the page on which it is made.
}
