import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dutyAt, dutyTime, parseSchedule, type Schedule } from '../../src-worker/host/schedule.ts';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

function scheduleOf(text: string): Schedule {
  const parsed = parseSchedule(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.schedule;
}

const duty = (text: string, at: string) => {
  const { isOn, untilMs } = dutyAt(scheduleOf(text), new Date(at));
  return `${isOn ? 'on' : 'off'} until ${untilMs === undefined ? 'ever' : dutyTime(untilMs)}`;
};

describe('a schedule', () => {
  // 2026-11-23 is a Monday
  test.each([
    ['22:00-06:00', '2026-11-23T21:59:00', 'off until Monday 22:00'],
    ['22:00-06:00', '2026-11-23T22:00:00', 'on until Tuesday 06:00'],
    ['22:00-06:00', '2026-11-23T05:59:59', 'on until Monday 06:00'],
    ['22:00-06:00', '2026-11-23T06:00:00', 'off until Monday 22:00'],
    ['Mon-Fri 18:00-08:00,Sat,Sun', '2026-11-23T12:00:00', 'off until Monday 18:00'],
    ['Mon-Fri 18:00-08:00,Sat,Sun', '2026-11-27T19:00:00', 'on until Monday 00:00'],
    ['Mon-Fri 18:00-08:00,Sat,Sun', '2026-11-24T01:00:00', 'on until Tuesday 08:00'],
    ['Sat-Mon', '2026-11-27T00:00:00', 'off until Saturday 00:00'],
    ['sunday 10:00-24:00', '2026-11-29T23:00:00', 'on until Monday 00:00'],
    ['00:00-24:00', '2026-11-23T12:00:00', 'on until ever'],
    ['Mon-Sun', '2026-11-23T12:00:00', 'on until ever'],
    ['00:00-12:00,12:00-00:00', '2026-11-23T12:00:00', 'on until ever'],
    // the clocks go back at 03:00 on this Sunday, and forward at 02:00 on that one
    ['22:00-06:00', '2026-10-24T23:00:00', 'on until Sunday 06:00'],
    ['Sun', '2026-03-29T12:00:00', 'on until Monday 00:00'],
  ])('of %s is at %s %s', (text, at, expected) => {
    expect(duty(text, at)).toBe(expected);
  });

  test.each([
    ['', 'A part of the schedule is empty.'],
    ['22:00-06:00,', 'A part of the schedule is empty.'],
    ['Someday', '“Someday” is not a day'],
    ['Mon-Tue-Wed', '“Mon-Tue-Wed” is not a day'],
    ['22:00', '“22:00” is not a time from and to.'],
    ['25:00-26:00', '“25:00-26:00” is not a time from and to.'],
    ['24:00-06:00', '“24:00-06:00” is not a time from and to.'],
    ['10:60-11:00', '“10:60-11:00” is not a time from and to.'],
    ['10:00-10:00', '“10:00-10:00” begins when it ends.'],
    ['Mon Tue 10:00-11:00', '“Mon Tue 10:00-11:00” is not understood.'],
  ])('that is written as “%s” is refused with words', (text, reason) => {
    const parsed = parseSchedule(text);
    expect(parsed.ok ? '' : parsed.reason).toContain(reason);
    expect(parsed.ok ? '' : parsed.reason).toContain('Write it as 22:00-06:00');
  });

  test('of any text is read or refused, and what is read changes when it says so', () => {
    const hour = fc.integer({ min: 0, max: 23 }).map((value) => value.toString().padStart(2, '0'));
    const hours = fc.tuple(hour, hour).map(([from, to]) => `${from}:00-${to}:30`);
    const days = fc.constantFrom('', 'Mon ', 'Tue-Thu ', 'Sat-Sun ', 'Fri-Mon ');
    const part = fc.tuple(days, hours).map(([day, time]) => `${day}${time}`);
    const time = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), time, (parts, now) => {
        const schedule = scheduleOf(parts.join(','));
        const { isOn, untilMs } = dutyAt(schedule, now);
        if (untilMs === undefined) return;
        expect(untilMs).toBeGreaterThan(now.getTime());
        expect(dutyAt(schedule, new Date(untilMs)).isOn).toBe(!isOn);
        expect(dutyAt(schedule, new Date((now.getTime() + untilMs) / 2)).isOn).toBe(isOn);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof parseSchedule(text).ok === 'boolean'));
  });
});
