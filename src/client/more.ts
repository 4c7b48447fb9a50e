// Further comments are put below the ones that are read, instead of on a page of their own.

document.querySelector('#comments')?.addEventListener('click', async (event) => {
  const link =
    event.target instanceof Element && event.target.closest<HTMLAnchorElement>('.more a');
  const list = document.querySelector('#comments > ol');
  if (!link || !list) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [first, ...others] = page.querySelectorAll('.comments > ol > li');
    if (!answer.ok || !(first instanceof HTMLElement)) throw new Error();
    list.append(first, ...others);
    const more = page.querySelector('.more');
    link.closest('.more')?.replaceWith(...(more ? [more] : []));
    first.tabIndex = -1;
    first.focus();
  } catch {
    location.href = link.href;
  }
});
