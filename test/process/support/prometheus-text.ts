/** The samples of a Prometheus exposition, as a server of it reads them. */
export interface MetricsText {
  /** The one sample of a name with exactly these labels. */
  value(name: string, labels?: Readonly<Record<string, string>>): number;
  /** The sum of all samples of a name that have at least these labels. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) .*$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (NaN|[+-]?Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)/gy;

/**
 * Reads the text format 0.0.4 strictly: every line must be of it, every sample's type must be told before it and once, and
 * the buckets of a histogram must be cumulative and end at its count. Throws an error with the line otherwise.
 */
export function parseMetrics(text: string): MetricsText {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || HELP.test(line)) continue;
    const type = TYPE.exec(line);
    if (type !== null) {
      const [, name = '', kind = ''] = type;
      if (types.has(name)) throw new Error(`the type of ${name} is told twice`);
      types.set(name, kind);
      continue;
    }
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`not of the format: ${line}`);
    const family = name.replace(/_(?:bucket|sum|count)$/, '');
    if (!types.has(name) && types.get(family) !== 'histogram') throw new Error(`no type is told for ${line}`);
    samples.push({ name, labels: parseLabels(labels, line), value: Number(value?.replace('Inf', 'Infinity')) });
  }
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  for (const [name, kind] of types) if (kind === 'histogram') checkBuckets(name, samples);
  return {
    value: (name, labels = {}) => {
      const found = samples.filter(
        (sample) => sample.name === name && has(sample, labels) && has({ labels }, sample.labels),
      );
      if (found.length !== 1) throw new Error(`there are ${found.length.toString()} samples of ${name}`);
      return found[0]?.value ?? NaN;
    },
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name && has(sample, labels))
        .reduce((sum, { value }) => sum + value, 0),
  };
}

function has({ labels }: Pick<Sample, 'labels'>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([label, value]) => labels[label] === value);
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let end = 0;
  for (const [whole, name = '', value = ''] of text.matchAll(LABEL)) {
    labels[name] = value;
    end += whole.length;
  }
  if (end !== text.length) throw new Error(`wrong labels: ${line}`);
  return labels;
}

function checkBuckets(name: string, samples: readonly Sample[]): void {
  for (const count of samples.filter((sample) => sample.name === `${name}_count`)) {
    const buckets = samples.filter((sample) => sample.name === `${name}_bucket` && has(sample, count.labels));
    let before = 0;
    for (const { value } of buckets) {
      if (value < before) throw new Error(`the buckets of ${name} are not cumulative`);
      before = value;
    }
    if (buckets.at(-1)?.labels['le'] !== '+Inf' || before !== count.value)
      throw new Error(`the buckets of ${name} do not end at its count`);
  }
}
