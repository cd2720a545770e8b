// Shows /openapi.json: operations by tag, what they take and give, and a way to try each. It builds elements and never HTML
// text, so that nothing in the document or in an answer can become part of the page.

const METHOD_KINDS = { get: 'looks', post: 'changes', put: 'changes', patch: 'changes', delete: 'removes' };
const DEPTH_MAX = 6;
const SHOWN_MAX = 200_000;

/** @type {any} */
let api;

const byId = (id) => document.getElementById(id);

/** An element with its properties and children; text is text. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ''));
  return element;
}

/** What a reference within the document refers to; anything else as it is. */
function resolve(found) {
  const path = found?.$ref?.split('/').slice(1);
  return path === undefined ? found : path.reduce((within, name) => within?.[name], api);
}

// --- schemas

function typeOf(schema) {
  if (schema === undefined || schema === true) return 'anything';
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined)
    return variants
      .filter((variant) => variant.not === undefined)
      .map(typeOf)
      .join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(' & ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'anything');
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

function boundsOf(schema) {
  const said = [];
  const from = schema.minimum ?? schema.minLength ?? schema.minItems;
  const to = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  if (from !== undefined && Math.abs(from) < Number.MAX_SAFE_INTEGER) said.push(`from ${from.toLocaleString()}`);
  if (to !== undefined && Math.abs(to) < Number.MAX_SAFE_INTEGER) said.push(`to ${to.toLocaleString()}`);
  if (schema.default !== undefined) said.push(`by default ${JSON.stringify(schema.default)}`);
  return said.join(', ');
}

function typeElement(schema) {
  const inner = schema?.type === 'array' ? schema.items : schema;
  const text = el('code', { className: 'type' }, typeOf(schema));
  const name = inner?.$ref?.split('/').at(-1);
  return name === undefined ? text : el('a', { href: `#schema-${name}` }, text);
}

/** What lies below a schema, or undefined where its type says it all. */
function treeOf(schema, isInput, depth = 0) {
  if (schema === undefined || depth > DEPTH_MAX || schema.$ref !== undefined) return undefined;
  if (schema.type === 'array') return treeOf(schema.items, isInput, depth);
  const variants = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (variants !== undefined && schema.properties === undefined) {
    const trees = variants.map((variant) => treeOf(variant, isInput, depth + 1)).filter((tree) => tree !== undefined);
    return trees.length === 0 ? undefined : el('div', {}, ...trees);
  }
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return undefined;
  const lines = properties.map(([name, property]) =>
    el(
      'li',
      {},
      el('code', {}, name),
      ' ',
      typeElement(property),
      isInput && schema.required?.includes(name) ? el('span', { className: 'needed' }, ' needed') : '',
      el('span', { className: 'quiet' }, ` ${[property.description, boundsOf(property)].filter(Boolean).join('; ')}`),
      treeOf(property, isInput, depth + 1),
    ),
  );
  return el('ul', { className: 'tree' }, ...lines);
}

/** A schema as it stands alone: of one that has a name, what it holds as well. */
function schemaElement(schema, isInput = false) {
  return el('div', {}, typeElement(schema), treeOf(resolve(schema), isInput));
}

/** A value of the schema to begin with: what is needed, and nothing else. */
function exampleOf(schema, depth = 0) {
  const known = resolve(schema);
  if (known === undefined || depth > DEPTH_MAX) return null;
  if (known.default !== undefined) return known.default;
  if (known.const !== undefined) return known.const;
  if (known.enum !== undefined) return known.enum[0];
  const variants = known.anyOf ?? known.oneOf ?? known.allOf;
  if (variants !== undefined && known.properties === undefined) return exampleOf(variants[0], depth + 1);
  switch (Array.isArray(known.type) ? known.type[0] : known.type) {
    case 'object':
      return Object.fromEntries(
        (known.required ?? []).map((name) => [name, exampleOf(known.properties?.[name], depth + 1)]),
      );
    case 'array':
      return known.minItems > 0 ? [exampleOf(known.items, depth + 1)] : [];
    case 'string':
      return '';
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return known.minimum ?? 0;
    default:
      return null;
  }
}

// --- one operation

function parameterRow(parameter, inputs) {
  const input = el('input', { spellcheck: false, ariaLabel: parameter.name });
  if (parameter.schema?.default !== undefined) input.placeholder = JSON.stringify(parameter.schema.default);
  if (parameter.schema?.type === 'array') input.placeholder = 'separated by commas';
  inputs.push({ parameter, input });
  return el(
    'tr',
    {},
    el(
      'td',
      {},
      el('code', {}, parameter.name),
      el(
        'div',
        { className: 'quiet' },
        parameter.in,
        parameter.required ? el('span', { className: 'needed' }, ' needed') : '',
      ),
    ),
    el(
      'td',
      {},
      typeElement(parameter.schema),
      el(
        'div',
        { className: 'quiet' },
        [parameter.description ?? parameter.schema?.description, boundsOf(parameter.schema ?? {})]
          .filter(Boolean)
          .join('; '),
      ),
    ),
    el('td', {}, input),
  );
}

/** The request that the fields describe. */
function requestOf({ method, path, inputs, body }) {
  let target = api.servers[0].url + path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, input } of inputs) {
    const text = input.value;
    if (parameter.in === 'path') {
      const parts = parameter.name === 'path' ? text.split('/') : [text];
      target = target.replace(`{${parameter.name}}`, parts.map(encodeURIComponent).join('/'));
    } else if (text === '') continue;
    else if (parameter.in === 'header') headers[parameter.name] = text;
    else if (parameter.schema?.type === 'array')
      for (const value of text.split(',')) query.append(parameter.name, value.trim());
    else query.append(parameter.name, text);
  }
  const token = byId('token').value.trim();
  if (token !== '') headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return {
    method: method.toUpperCase(),
    url: new URL(target + search, location.href).href,
    headers,
    body: body?.value,
  };
}

/** For a POSIX shell, where within single quotes only a single quote means anything. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function curlOf({ method, url, headers, body }, isFile) {
  const shown = { ...headers, ...(headers.authorization === undefined ? {} : { authorization: 'Bearer $TOKEN' }) };
  const parts = ['curl', '-N', '-X', method, quoted(url)];
  for (const [name, value] of Object.entries(shown))
    parts.push('-H', name === 'authorization' ? `"${name}: ${value}"` : quoted(`${name}: ${value}`));
  if (isFile) parts.push('--data-binary', '@file');
  else if (body !== undefined) parts.push('--data', quoted(body));
  return parts.join(' ');
}

async function send(request, show, signal) {
  const begun = performance.now();
  const response = await fetch(request.url, { ...request, signal, credentials: 'omit', cache: 'no-store' });
  show.status(`${response.status} ${response.statusText}, ${Math.round(performance.now() - begun)} ms`, response.ok);
  if (response.body === null) return;
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  let text = '';
  // not `for await`, which not every browser can do over a stream
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text = (text + part.value).slice(isStream ? -SHOWN_MAX : 0);
    if (isStream) show.body(text);
  }
  if (!isStream) show.body(pretty(text).slice(0, SHOWN_MAX));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function tryElement(method, path, inputs, body, isFile) {
  const curl = el('pre', { tabIndex: 0 });
  const status = el('span', { role: 'status' });
  const answer = el('pre', { hidden: true, tabIndex: 0 });
  const sendButton = el('button', { className: 'primary', type: 'button', disabled: isFile }, 'Send');
  const stopButton = el('button', { type: 'button', hidden: true }, 'Stop');
  const copyButton = el('button', { type: 'button' }, 'Copy as curl');
  const describe = () => {
    curl.textContent = curlOf(requestOf({ method, path, inputs, body }), isFile);
  };
  const show = {
    status(text, isGood) {
      status.textContent = text;
      status.className = isGood ? '' : 'failed';
    },
    body(text) {
      answer.hidden = false;
      answer.textContent = text;
    },
  };
  sendButton.onclick = async () => {
    const stop = new AbortController();
    stopButton.onclick = () => stop.abort();
    sendButton.disabled = true;
    stopButton.hidden = false;
    answer.hidden = true;
    show.status('waiting…', true);
    try {
      await send(requestOf({ method, path, inputs, body }), show, stop.signal);
    } catch (error) {
      show.status(stop.signal.aborted ? 'stopped' : `No answer: ${error.message}`, stop.signal.aborted);
    } finally {
      sendButton.disabled = false;
      stopButton.hidden = true;
    }
  };
  copyButton.onclick = async () => {
    describe();
    await navigator.clipboard?.writeText(curl.textContent);
  };
  const element = el(
    'div',
    { oninput: describe },
    el('h3', {}, 'Try it'),
    el('div', { className: 'bar' }, sendButton, stopButton, copyButton, status),
    curl,
    answer,
  );
  return { element, describe };
}

function responseElements(responses) {
  return Object.entries(responses ?? {})
    .filter(([code]) => Number(code) < 400)
    .flatMap(([code, response]) => {
      const [[type, content] = []] = Object.entries(response.content ?? {});
      return [
        el('h3', {}, `Answer ${code}${type === undefined || type === 'application/json' ? '' : `, ${type}`}`),
        content === undefined ? '' : schemaElement(content.schema),
      ];
    });
}

function faultsOf(responses) {
  const codes = Object.entries(responses ?? {}).flatMap(([status, response]) => {
    const schema = resolve(response).content?.['application/problem+json']?.schema;
    return (schema?.properties?.code?.enum ?? []).map((code) => `${code} (${status})`);
  });
  return codes.length === 0 ? '' : el('p', { className: 'quiet' }, `Faults: ${codes.join(', ')}`);
}

/** Everything below the line of an operation; made when it is first opened. */
function insideOf(method, path, operation) {
  const inputs = [];
  const rows = (operation.parameters ?? []).map((parameter) => parameterRow(parameter, inputs));
  const content = operation.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  const isFile = content !== undefined && schema === undefined;
  const body =
    schema === undefined
      ? undefined
      : el('textarea', {
          rows: 8,
          spellcheck: false,
          ariaLabel: 'Body',
          value: JSON.stringify(exampleOf(schema), null, 2),
        });
  const trying = tryElement(method, path, inputs, body, isFile);
  const fields = el(
    'div',
    { oninput: trying.describe },
    rows.length === 0 ? '' : el('h3', {}, 'Parameters'),
    rows.length === 0 ? '' : el('table', {}, el('tbody', {}, ...rows)),
    body === undefined ? '' : el('h3', {}, 'Body'),
    schema === undefined ? '' : schemaElement(schema, true),
    body,
    isFile ? el('p', { className: 'quiet' }, 'The body is the file itself.') : '',
  );
  trying.describe();
  return el(
    'div',
    { className: 'inside' },
    operation.description === undefined ? '' : el('p', {}, operation.description),
    fields,
    ...responseElements(operation.responses),
    faultsOf(operation.responses),
    trying.element,
  );
}

function operationElement({ method, path, operation }) {
  const details = el(
    'details',
    { className: 'operation', id: operation.operationId ?? `${method}${path}` },
    el(
      'summary',
      {},
      el('span', { className: `method ${METHOD_KINDS[method]}` }, method.toUpperCase()),
      el('span', { className: 'path' }, path),
      el('span', { className: 'summary' }, operation.summary ?? ''),
      operation['x-role'] === undefined ? '' : el('span', { className: 'role' }, operation['x-role']),
    ),
  );
  const fill = () => details.append(insideOf(method, path, operation));
  details.addEventListener('toggle', fill, { once: true });
  return details;
}

// --- the page

function operations() {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method in METHOD_KINDS)
      .map(([method, operation]) => ({ method, path, operation })),
  );
}

function tagSection({ name, description }, all) {
  const own = all.filter(({ operation }) => operation.tags?.includes(name));
  if (own.length === 0) return undefined;
  const elements = own.map((one) => ({ element: operationElement(one), words: wordsOf(one) }));
  const section = el(
    'section',
    { id: `tag-${name}` },
    el('h2', {}, `${name} `, el('span', {}, description ?? '')),
    ...elements.map(({ element }) => element),
  );
  const link = el('a', { href: `#tag-${name}` }, name, el('span', {}, String(own.length)));
  return { section, link, elements };
}

function wordsOf({ method, path, operation }) {
  return [method, path, operation.operationId, operation.summary].join(' ').toLowerCase();
}

function schemasSection() {
  const schemas = Object.entries(api.components?.schemas ?? {}).map(([name, schema]) =>
    el(
      'details',
      { className: 'schema', id: `schema-${name}` },
      el('summary', {}, el('code', {}, name), el('span', { className: 'summary' }, schema.description ?? '')),
      el('div', { className: 'inside' }, schemaElement(schema, true)),
    ),
  );
  return el('section', { id: 'schemas' }, el('h2', {}, 'Schemas'), ...schemas);
}

function openTarget() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

function filterBy(text, sections) {
  const words = text.toLowerCase().split(/\s+/);
  for (const { section, elements } of sections) {
    let any = false;
    for (const { element, words: own } of elements) {
      element.hidden = !words.every((word) => own.includes(word));
      any ||= !element.hidden;
    }
    section.hidden = !any;
  }
}

async function start() {
  const main = byId('operations');
  try {
    api = await (await fetch('/openapi.json')).json();
  } catch (error) {
    main.replaceChildren(el('p', { className: 'failed' }, `The document cannot be read: ${error.message}`));
    return;
  }
  const all = operations();
  const sections = api.tags.map((tag) => tagSection(tag, all)).filter((section) => section !== undefined);
  byId('version').textContent = api.info.version;
  main.replaceChildren(
    el('p', { className: 'quiet' }, api.info.description),
    ...sections.map(({ section }) => section),
    schemasSection(),
  );
  byId('contents').append(...sections.map(({ link }) => link), el('a', { href: '#schemas' }, 'schemas'));
  main.ariaBusy = 'false';
  byId('token-form').onsubmit = (event) => event.preventDefault();
  byId('filter').oninput = ({ target }) => filterBy(target.value, sections);
  byId('token').oninput = () =>
    document
      .querySelectorAll('details[open] textarea, details[open] input')
      .forEach((field) => field.dispatchEvent(new Event('input', { bubbles: true })));
  window.addEventListener('hashchange', openTarget);
  openTarget();
}

await start();
