import { expect, it } from 'vitest';
import { plusMinus } from '#src/report/plusMinus';

it.each([
  [0.99996, null, '>99.99 %', ''],
  [0.99996, 0, '>99.99 %', '± 0 %'],
  [0.00004, null, '<0.01 %', ''],
  [0.9473, null, '94.73 %', ''],
  [1, null, '100 %', ''],
  [0, 0, '0 %', '± 0 %'],
  [0.99996, 0.0001, '99.996 %', '± 0.010 %'],
])('a share of %d with an interval of %s is told as %s %s', (estimate, halfWidth, value, width) => {
  expect(plusMinus('fillRate', { estimate, halfWidth })).toEqual({ value, halfWidth: width });
});
