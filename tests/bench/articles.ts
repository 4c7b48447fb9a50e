// Articles by the thousand, for measuring: invented words in the proportions of a real language, the
// same ones every time.

const syllables =
  'ba be bi co da de el en er fa ge ha in is ka la le li ma men mi na ne no or pa pre ra re ri ro sa se si so sta te ter ti to tra un ur va ve wa'.split(
    ' ',
  );

/** Markdown by file name. One article a day, 300 to 1,400 words each, with two of 240 tags. */
export function articles(count: number): Record<string, string> {
  const { random, word, sentence } = writer();
  const files: Record<string, string> = {};
  for (let i = 0; i < count; i++) {
    const day = new Date(Date.UTC(2012, 0, 1 + i)).toISOString();
    const length = 300 + random(1_100);
    const paragraphs: string[] = [];
    for (let words = 0; words < length; ) {
      const paragraph = Array.from({ length: 2 + random(4) }, sentence).join(' ');
      words += paragraph.split(' ').length;
      if (paragraphs.length % 5 === 4) paragraphs.push(`## ${sentence().slice(0, 30)}`);
      paragraphs.push(paragraph);
    }
    const keys = [
      `headline: "${sentence().split(' ').slice(0, 10).join(' ')}"`,
      `dek: "${sentence()}"`,
      'byline: Leyla Example',
      `publishedAt: ${day}`,
      `tags: [Topic ${i % 40}, Place ${random(200)}]`,
    ];
    files[`${word(60)}-${i}.md`] = `---\n${keys.join('\n')}\n---\n\n${paragraphs.join('\n\n')}\n`;
  }
  return files;
}

/** Xorshift, so that every run writes the same. */
export function writer() {
  let state = 2_463_534_242;
  const random = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const words = Array.from({ length: 20_000 }, (_, rank) =>
    Array.from(
      { length: 1 + random(3) + (rank > 200 ? 1 : 0) },
      () => syllables[random(syllables.length)],
    ).join(''),
  );
  // Zipf's law: the word of rank n is n times rarer than the first.
  const word = (most = words.length) =>
    words[Math.floor(most ** (random(1_000_000) / 1_000_000)) - 1] ?? '';
  const sentence = () => {
    const text = Array.from({ length: 6 + random(18) }, () => word()).join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  return { random, word, sentence };
}
