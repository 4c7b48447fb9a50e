import type { Keys } from './keys.ts';

/**
 * What a commenter's face is drawn from: 3 bytes of a MAC, base64url. One proven commenter has one face in one
 * conversation and another in the next; the address has no part in it, so no guess can be tried on it. (That of a comment
 * from elsewhere is made of the address, by the moderator's import alone: nobody else can try a guess.)
 * @param commenterHash of the cookie; whoever is not proven has a new one with each comment
 */
export const faceOf = async (keys: Keys, slug: string, commenterHash: string): Promise<string> =>
  (await keys.mac('face', JSON.stringify([slug, commenterHash]))).slice(0, 4);
