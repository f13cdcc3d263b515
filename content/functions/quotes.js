// The quotes of heavy-init.

export const quotes = [
  "First, solve the problem. Then write the code.",
  "A watched pot never boils; a watched build never ends.",
  "It works on my machine, so we ship my machine.",
  "There is no place like 127.0.0.1.",
];

export const pick = (list) => list[Math.floor(Math.random() * list.length)];
