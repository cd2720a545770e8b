// Runs in the page, beside the program: does what a person does at the results, and measures from the act to the paint that
// shows its outcome. `bench/rows/window.ts` puts it there and asks it by `probe.…`.

const grid = () => {
  const found = document.querySelector('[role=grid]');
  if (!(found instanceof HTMLElement)) throw new Error('The page shows no results.');
  return found;
};

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Whether the rows that are seen are those that were asked for last; where nothing is found, the page says so instead. */
function isShown() {
  if (document.querySelector('[role=grid]') === null) return isNothingFound();
  const table = grid();
  return table.getAttribute('aria-busy') !== 'true' && table.querySelector('[data-row][aria-busy=true]') === null;
}

/**
 * From the act to the first frame in which its rows stand there.
 *
 * @param {() => void} act
 * @param {() => boolean} hasBegun true once the page has heard of it
 */
async function timeUntilShown(act, hasBegun) {
  const startedAt = performance.now();
  act();
  while (!hasBegun() || !isShown()) {
    await frame();
    if (performance.now() - startedAt > 60_000)
      throw new Error(
        `Nothing has come of it after a minute: ${document.querySelector('main')?.innerText.slice(0, 300)}`,
      );
  }
  await frame();
  return performance.now() - startedAt;
}

/** @param {string} title */
function header(title) {
  const found = [...document.querySelectorAll('[role=columnheader]')].find((cell) => cell.textContent === title);
  const button = found?.querySelector('button');
  if (found === undefined || button === null || button === undefined) throw new Error(`There is no column ${title}.`);
  return { cell: found, button };
}

/** @param {string} text */
function write(text) {
  const field = document.querySelector('[role=searchbox]');
  if (!(field instanceof HTMLInputElement)) throw new Error('There is no field to search in.');
  Reflect.set(HTMLInputElement.prototype, 'value', text, field); // past React, which hears of it by the event
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return field;
}

const isNothingFound = () =>
  [...document.querySelectorAll('h2')].some(({ textContent }) => textContent === 'Nothing matches');

const rowCount = () => (isNothingFound() ? 'nothing' : grid().getAttribute('aria-rowcount'));

Reflect.set(window, 'probe', {
  isShown: () => document.querySelector('[role=grid]') !== null && isShown() && rowCount() !== '1',

  /** @param {string} title */
  sort: (title) => {
    const { cell, button } = header(title);
    const before = cell.getAttribute('aria-sort');
    return timeUntilShown(
      () => {
        button.click();
      },
      () => cell.getAttribute('aria-sort') !== before,
    );
  },

  /** @param {string} words */
  search: (words) => {
    const before = rowCount();
    return timeUntilShown(
      () => {
        write(words);
      },
      () => rowCount() !== before,
    );
  },

  /** @param {string} value of a facet */
  filter: (value) => {
    const before = rowCount();
    const facet = [...document.querySelectorAll('button')].find((button) => button.textContent.startsWith(value));
    if (facet === undefined) throw new Error(`There is no facet ${value}.`);
    return timeUntilShown(
      () => {
        facet.click();
      },
      () => rowCount() !== before,
    );
  },

  /** @param {'End' | 'Home'} key */
  jump: (key) => {
    const table = grid();
    table.focus();
    const before = table.getAttribute('aria-activedescendant');
    return timeUntilShown(
      () => {
        table.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      },
      () => table.getAttribute('aria-activedescendant') !== before,
    );
  },

  /**
   * Scrolls fast, and gives the pauses between frames.
   *
   * @param {number} ms
   * @param {number} pxPerFrame
   */
  scroll: async (ms, pxPerFrame) => {
    const table = grid();
    const pauses = [];
    const startedAt = performance.now();
    let last = startedAt;
    while (last - startedAt < ms) {
      table.scrollTop += pxPerFrame;
      await frame();
      const now = performance.now();
      pauses.push(now - last);
      last = now;
    }
    return pauses;
  },

  /**
   * Pastes a path where jobs start at once, and waits for the first result.
   *
   * @param {string} path
   */
  paste: async (path) => {
    const told = () => document.querySelector('a[href="#/results"]')?.textContent;
    const before = told();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', path);
    const startedAt = performance.now();
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    while (!location.hash.startsWith('#/jobs/') || told() === before || !/\d/.test(told() ?? '')) {
      await frame();
      if (performance.now() - startedAt > 60_000) throw new Error('No result after a minute.');
    }
    return performance.now() - startedAt;
  },

  /** From a letter that is written to the frame that shows it. */
  echo: async (/** @type {string} */ text) => {
    const startedAt = performance.now();
    const field = write(text);
    do await frame();
    while (field.value !== text);
    return performance.now() - startedAt;
  },
});
