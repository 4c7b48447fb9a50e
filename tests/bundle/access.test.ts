// The desk behind Cloudflare Access, as the local runtime plays it.
import { afterEach, describe, expect, inject, test } from 'vitest';
import { type Deployment, deploy, type Options } from '../deployed.ts';
import { press } from '../reader.ts';

const slug = 'azerbaijan-expels-iranian-diplomats';
const words = { body: 'The river knows no border.', name: 'Leyla', email: 'leyla@news.example' };
const ACCESS_AUD = 'a'.repeat(64);
const built = inject('built');
const sites: Deployment[] = [];

afterEach(async () => {
  for (const site of sites.splice(0)) {
    await site.stop();
    site.remove();
  }
});

async function start(access: Options['access']): Promise<Deployment> {
  const site = await deploy(built, { settings: { ACCESS_AUD }, ...(access && { access }) });
  sites.push(site);
  return site;
}

describe('whom Access lets in', () => {
  test.each([
    ['a name', { name: 'Nigar M.', email: 'nigar@newsroom.example' }, 'Nigar M.'],
    ['an address alone', { email: 'nigar@newsroom.example' }, 'nigar'],
    ['an address for a name', { name: 'nigar@newsroom.example' }, 'nigar'],
    ['nothing', {}, 'moderator'],
    ['a very long name', { name: 'N'.repeat(500) }, 'N'.repeat(80)],
  ])('decides without a password, and the log has %s', async (_, identity, name) => {
    const site = await start({ aud: ACCESS_AUD, identity });
    await site.visitor().comment(slug, words);
    const moderator = site.visitor();
    const page = await moderator.open('/moderation');
    expect(page.status).toBe(200);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    await press(moderator, page, 'approval');
    const decision = await site.db.prepare('SELECT became, moderator FROM decisions').first();
    expect(decision).toEqual({ became: 'approved', moderator: name });
    const { results } = await site.db.prepare('SELECT * FROM decisions').all();
    expect(JSON.stringify(results)).not.toContain('newsroom.example');
  });

  test('still decides nothing that another site sends', async () => {
    const site = await start({ aud: ACCESS_AUD, identity: { name: 'Nigar' } });
    await site.visitor().comment(slug, words);
    const id = await site.db.prepare('SELECT id FROM comments').first<string>('id');
    const answer = await fetch(`${site.url}/moderation/comments/${id}/approval`, {
      method: 'POST',
      headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('where Access opens the desk', () => {
  test.each([
    ['whoever came round it', undefined],
    ['whom another application let in', { aud: 'b'.repeat(64), identity: { name: 'Nigar' } }],
  ])('%s does not get in, with the password neither', async (_, access) => {
    const site = await start(access);
    for (const visitor of [site.visitor(), site.moderator()]) {
      const page = await visitor.open('/moderation');
      expect(page.status).toBe(403);
      expect(page.headers.get('WWW-Authenticate')).toBeNull();
      expect(page.headers.get('X-Frame-Options')).toBe('DENY');
    }
  });

  test('nobody gets in by sending what Access would send', async () => {
    const site = await start(undefined);
    const forged = site.visitor({
      'Cf-Access-Jwt-Assertion': 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJhIn0.',
      'Cf-Access-Authenticated-User-Email': 'nigar@newsroom.example',
    });
    expect((await forged.open('/moderation')).status).toBe(403);
  });
});

test('where Access only stands in front, and is not what opens the desk, the password does', async () => {
  const access = { aud: ACCESS_AUD, identity: { name: 'Nigar' } };
  const site = await deploy(built, { access });
  sites.push(site);
  expect((await site.visitor().open('/moderation')).status).toBe(401);
  expect((await site.moderator().open('/moderation')).status).toBe(200);
});
