// Draws on a picture of 24-bit pixels and writes it as a BMP file, which any
// browser shows.

const HEADER = 54; // bytes before the first pixel

// Blue above, sand below, and a wave between them that the text bends.
export const drawCard = (to, message, width) => {
  const height = Math.round((width * 2) / 3);
  const row = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(HEADER + row * height);
  writeHeader(file, width, height);
  const text = `${to}: ${message}`;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = HEADER + y * row + x * 3;
      const sky = y / height + smooth(text, x, width) > 0.5;
      file[at] = sky ? 235 : 130;
      file[at + 1] = sky ? 190 : 190;
      file[at + 2] = sky ? 120 : 235;
    }
  }
  return file;
};

// The mean of eight letters near a point, so that the wave has no corners.
const smooth = (text, x, width) => {
  let sum = 0;
  for (let step = 0; step < 8; step += 1) {
    sum += text.charCodeAt(
      Math.floor((x / width) * text.length + step) % text.length,
    );
  }
  return sum / 8 / 800;
};

const writeHeader = (file, width, height) => {
  const number = (at, value) => {
    for (let byte = 0; byte < 4; byte += 1)
      file[at + byte] = (value >> (8 * byte)) & 255;
  };
  file[0] = 0x42; // B
  file[1] = 0x4d; // M
  number(2, file.length);
  number(10, HEADER);
  number(14, 40); // the rest of the header
  number(18, width);
  number(22, height);
  file[26] = 1; // one plane
  file[28] = 24; // bits a pixel
};
