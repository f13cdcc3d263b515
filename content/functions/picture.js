// Pictures in the portable pixmap format (PPM, kind P6): a line of text, then
// three bytes a pixel.

export const decode = (bytes) => {
  const [, columns, rows] =
    /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(
      Buffer.from(bytes.subarray(0, 40)).toString("latin1"),
    ) ?? [];
  if (!columns) throw new TypeError("not a picture in the PPM format");
  const [width, height] = [Number(columns), Number(rows)];
  return {
    width,
    height,
    pixels: bytes.subarray(bytes.length - width * height * 3),
  };
};

export const encode = ({ width, height, pixels }) =>
  Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);

// Each pixel of the result is the mean of the pixels that it replaces.
export const resize = (picture, width) => {
  const scale = picture.width / width;
  const height = Math.max(1, Math.round(picture.height / scale));
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const mean = meanOf(
        picture,
        Math.floor(x * scale),
        Math.floor(y * scale),
        Math.max(1, Math.floor(scale)),
      );
      for (let colour = 0; colour < 3; colour += 1)
        pixels[(y * width + x) * 3 + colour] = mean[colour];
    }
  }
  return { width, height, pixels };
};

const meanOf = ({ width, height, pixels }, left, top, side) => {
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = top; y < Math.min(top + side, height); y += 1) {
    for (let x = left; x < Math.min(left + side, width); x += 1) {
      const at = (y * width + x) * 3;
      sum[0] += pixels[at];
      sum[1] += pixels[at + 1];
      sum[2] += pixels[at + 2];
      count += 1;
    }
  }
  return sum.map((total) => Math.round(total / count));
};
