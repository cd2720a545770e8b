import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect, TokenNeeded } from '../../src-renderer/src/bridge/connection.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A page in a browser, and how often it has asked its server. */
function page(answer: () => Response) {
  let asked = 0;
  vi.stubGlobal('window', {});
  vi.stubGlobal('fetch', (_path: string, { headers }: RequestInit) => {
    new Headers(headers); // refuses what a browser refuses
    asked += 1;
    return Promise.resolve(answer());
  });
  return () => asked;
}

describe('connecting', () => {
  test.each([
    ['letters of another alphabet', 'токен'],
    ['a sign that stands for several', 'abc…'],
    ['a character that is not seen', 'abc\u200b'],
    ['a space', 'abc def'],
    ['nothing', ''],
  ])('asks for the token again where it has %s, which no token has', async (_what, token) => {
    const asked = page(() => new Response());
    await expect(connect(token)).rejects.toBeInstanceOf(TokenNeeded);
    expect(asked()).toBe(0);
  });

  test('asks for a token where the server does not know it', async () => {
    const asked = page(() => new Response(null, { status: 401 }));
    await expect(connect('Zm9v-_+/=.~')).rejects.toBeInstanceOf(TokenNeeded);
    expect(asked()).toBe(1);
  });
});
