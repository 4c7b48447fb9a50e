// What a device can do by itself: hand an article on, copy its link, and name a passage that is selected.

const ways = document.querySelector<HTMLElement>('.ways');
const said = ways?.querySelector<HTMLElement>('[role=status]');
const { url = '', title = '', count = '' } = ways?.dataset ?? {};

/** A copy of the site counts nothing. */
const tell = (network: string) =>
  count && navigator.sendBeacon(count, new URLSearchParams({ network }));

function offer(way: string, isPossible: boolean, act: () => Promise<void>): void {
  const button = ways?.querySelector<HTMLElement>(`[data-way=${way}]`);
  if (!ways || !button || !isPossible) return;
  ways.hidden = button.hidden = false;
  // Whoever changes their mind, or whose browser refuses, has not shared.
  button.addEventListener('click', () =>
    act().then(
      () => tell(way),
      () => {},
    ),
  );
}

offer('native', 'share' in navigator, () => navigator.share({ url, title }));
offer('copy', 'clipboard' in navigator, async () => {
  await navigator.clipboard.writeText(url);
  if (said) said.textContent = said.dataset.copied ?? '';
});

const story = document.querySelector('.story');
const passage = document.querySelector<HTMLElement>('.passage');
const link = passage?.querySelector('a');

if (story && passage && link) {
  const address = link.href;
  document.addEventListener('selectionchange', () => {
    const selection = document.getSelection();
    const text = selection?.toString().trim() ?? '';
    const isInStory =
      story.contains(selection?.anchorNode ?? null) && story.contains(selection?.focusNode ?? null);
    passage.hidden = !isInStory || text === '' || text.length > 1000;
    link.href = `${address}?text=${encodeURIComponent(text)}`;
  });
}
