// fibonacci: computes a Fibonacci number the slow way. No waiting, no second thread.

// ANCHOR: handler
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export const handler = async ({ n }) => {
  return { n, fib: fib(n) };
};
// ANCHOR_END: handler
