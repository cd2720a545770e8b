import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';

vi.stubGlobal('sessionStorage', { getItem: () => null });
vi.stubGlobal('window', {});
const { faultDetails, ScreenBoundary } = await import('../../src-renderer/src/app/screen-boundary.tsx');

describe('a screen', () => {
  test('is shown as it is while nothing breaks', () => {
    expect(renderToStaticMarkup(new ScreenBoundary({ children: 'the screen' }).render())).toBe('the screen');
  });

  test('that breaks says what happened, and can be shown again', () => {
    const boundary = new ScreenBoundary({ children: 'the screen' });
    boundary.state = ScreenBoundary.getDerivedStateFromError(new Error('a map has no size'));
    const shown = renderToStaticMarkup(boundary.render());
    expect(shown).toContain('This screen could not be shown');
    expect(shown).toContain('a map has no size');
    expect(shown).toContain('Show again');
    expect(shown).toContain('Copy details');
    expect(shown).not.toContain('the screen');
  });

  test('that breaks tells where in its details', () => {
    const error = new TypeError('a map has no size');
    const details = faultDetails(error, '\n    at WorldMap\n    at InsightsScreen');
    expect(details.split('\n')[0]).toBe('a map has no size');
    expect(details).toContain('screen-boundary.test.ts');
    expect(details).toContain('at WorldMap\n    at InsightsScreen');
  });

  test('that breaks with no error at all has details too', () => {
    expect(faultDetails('out of paper')).toBe('out of paper');
  });
});
