// fibonacci: computes a Fibonacci number the slow way. No waiting, no second
// thread. The lessons' figure of 900 ms is that of n = 37: each step of n takes
// 1.6 times as long.

// ANCHOR: handler
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export const handler = async ({ n = 20 }) => {
  return { n, fib: fib(n) };
};
// ANCHOR_END: handler

// What it answers:
//   events/fibonacci.test.json
//     → {"n":20,"fib":6765}
