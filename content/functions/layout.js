// A layout engine for posters, standing for a large library: it prepares a
// table of letter widths as soon as it is loaded. The library of the lessons
// has 240 MB and takes nearly three seconds; this one does the same kind of
// thing on a small scale.

const LETTERS = 50_000;
const widths = new Uint8Array(LETTERS);
for (let code = 0; code < LETTERS; code += 1) {
  widths[code] = code < 32 ? 0 : code < 0x1100 ? 6 + (code % 5) : 12;
}

const width = (text) =>
  [...text].reduce((sum, letter) => sum + widths[letter.codePointAt(0)], 0);

const wrap = (text, most) => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (width(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

export const poster = (texts) =>
  texts.map((text) => wrap(text, 200).join("\n")).join("\n\n");
