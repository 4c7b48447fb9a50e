// Further comments are put below the ones that are read, instead of on a page of their own.
import { attend, fetched, followed } from './fetched.ts';

document.addEventListener('click', async (event) => {
  const link = followed(event, '#comments .more a');
  if (!link || link.inert) return;
  link.inert = true;
  try {
    const { page } = await fetched(link.href);
    const [first, ...others] = page.querySelectorAll<HTMLElement>('.comments > ol > li');
    if (!first) throw new Error();
    document.querySelector('#comments > ol')?.append(first, ...others);
    const more = page.querySelector('.more');
    link.closest('.more')?.replaceWith(...(more ? [more] : []));
    attend(first);
  } catch {
    location.href = link.href;
  }
});
