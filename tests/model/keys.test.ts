import { describe, expect, test } from 'vitest';
import { Keys, keyFault, randomId } from '../../src/model/keys.ts';

const secret = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
const otherSecret = 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8';

async function keysOf(secretKey: string): Promise<Keys> {
  const keys = await Keys.derive(secretKey);
  if (!keys) throw new Error('no keys');
  return keys;
}

test.each([
  ['nothing', undefined, [], 'missing'],
  ['an empty secret', '', [], 'missing'],
  ['31 bytes', 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg', [], 'short'],
  ['a passphrase', 'a passphrase that is long enough but no base64url!', [], 'malformed'],
  ['a good secret after a bad one', secret, [otherSecret, 'c2hvcnQ'], 'previous'],
] as const)('%s makes no keys', async (_, secretKey, secretKeys, fault) => {
  expect(await Keys.derive(secretKey, { secretKeys, areLeaked: false })).toBeUndefined();
  expect(keyFault(secretKey, secretKeys)).toBe(fault);
});

describe('an elder', () => {
  const old = keysOf(otherSecret);
  const signed = async () => (await old).mac('form', 'message');

  test('is believed, and signs nothing new', async () => {
    const keys = await Keys.derive(secret, { secretKeys: [otherSecret], areLeaked: false });
    expect(await keys?.isMac('form', 'message', await signed())).toBe(true);
    expect(await keys?.isMac('view', 'message', await signed())).toBe(false);
    expect(await keys?.mac('form', 'message')).not.toBe(await signed());
  });

  test('that is leaked is not believed', async () => {
    const keys = await Keys.derive(secret, { secretKeys: [otherSecret], areLeaked: true });
    expect(await keys?.isMac('form', 'message', await signed())).toBe(false);
    expect(keys?.elders.map(({ id }) => id)).toEqual([(await old).id]);
  });

  test('that is the key itself is none', async () => {
    const keys = await Keys.derive(secret, { secretKeys: [secret], areLeaked: true });
    expect(keys?.elders).toEqual([]);
    expect(await keys?.isMac('form', 'm', await keys.mac('form', 'm'))).toBe(true);
  });
});

// Computed with Node's crypto module: HKDF-SHA-256, empty salt, info "broadside email", then HMAC-SHA-256.
test('the derivation is the documented one', async () => {
  const keys = await keysOf(secret);
  expect(await keys.mac('email', 'message')).toBe('ct_e10zWsy4ESfRjy885HbPdCWjOUfArd3BFVX-2cEY');
  expect(keys.id).toBe('CxixfxnDBdo');
});

test('the secret that is shown is the key that signs webhooks, and no other', async () => {
  const keys = await keysOf(secret);
  expect(await keys.webhookSecret()).toBe('48C160HFRgSW+Q9OWVEEVWqyUrKFfvQt3xc4XWIw+TQ=');
  expect(await keys.mac('webhook', 'message')).toBe('r89MTuzs8gFBLrGaTr9EM7AU_Jz4EzSbp8MNhkTSAGo');
});

test('each use has a key of its own', async () => {
  const keys = await keysOf(secret);
  const uses = ['email', 'commenter', 'form', 'view'] as const;
  const macs = await Promise.all(uses.map((use) => keys.mac(use, 'message')));
  expect(new Set(macs).size).toBe(uses.length);
});

test('another secret gives other hashes and another id', async () => {
  const [ours, theirs] = [await keysOf(secret), await keysOf(otherSecret)];
  expect(await ours.mac('email', 'message')).not.toBe(await theirs.mac('email', 'message'));
  expect(ours.id).not.toBe(theirs.id);
});

test('a code is believed for its own use and message alone', async () => {
  const keys = await keysOf(secret);
  const mac = await keys.mac('view', 'message');
  expect(await keys.isMac('view', 'message', mac)).toBe(true);
  expect(await keys.isMac('form', 'message', mac)).toBe(false);
  expect(await keys.isMac('view', 'another message', mac)).toBe(false);
  expect(await keys.isMac('view', 'message', mac.slice(0, -1))).toBe(false);
  expect(await keys.isMac('view', 'message', '')).toBe(false);
  expect(await keys.isMac('view', 'message', 'not base64url!')).toBe(false);
});

test('random ids do not repeat', () => {
  expect(new Set(Array.from({ length: 1000 }, randomId)).size).toBe(1000);
});
