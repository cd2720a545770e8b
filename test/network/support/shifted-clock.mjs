// Loaded by `node --import` before a program whose clock is to be wrong by TEST_CLOCK_SHIFT_MS.
const shiftMs = Number(process.env['TEST_CLOCK_SHIFT_MS']);
const RightDate = Date;

globalThis.Date = new Proxy(RightDate, {
  construct: (target, args, made) =>
    Reflect.construct(target, args.length === 0 ? [RightDate.now() + shiftMs] : args, made),
  apply: () => new RightDate(RightDate.now() + shiftMs).toString(),
  get: (target, name) => (name === 'now' ? () => RightDate.now() + shiftMs : Reflect.get(target, name)),
});
