// Keeps a commenter's name, email and website in this browser, and only there, when they ask for it.

const key = 'commenter';
const fields = ['name', 'email', 'website'];

/** Fills in what was kept, and keeps or forgets when the form is sent. */
export function remember(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLInputElement>('#remember');
  const row = box?.closest<HTMLElement>('[hidden]');
  if (!box || !row) return;
  const input = (name: string) => form.querySelector<HTMLInputElement>(`[name=${name}]`);
  try {
    const kept: Record<string, string> | null = JSON.parse(localStorage.getItem(key) ?? 'null');
    // What comes back with faults is as its commenter left it, empty fields too.
    const isFresh = !document.querySelector('#problems');
    for (const name of kept && isFresh ? fields : []) {
      const field = input(name);
      if (field) field.value ||= kept?.[name] ?? '';
    }
    box.checked = kept !== null;
    row.hidden = false;
    form.addEventListener('submit', () => {
      if (!box.checked) return localStorage.removeItem(key);
      const values = fields.map((name) => [name, input(name)?.value]);
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(values)));
    });
  } catch {
    // This browser keeps nothing for us: the box stays hidden.
  }
}
