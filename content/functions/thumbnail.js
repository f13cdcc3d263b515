// thumbnail: reads an uploaded picture and writes three sizes of it to another
// bucket.

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { decode, encode, resize } from "./picture.js";

const s3 = new S3Client({});
const WIDTHS = [160, 320, 640];

// ANCHOR: handler
export const handler = async (event) => {
  const written = [];
  for (const { s3: upload } of event.Records) {
    const Key = decodeURIComponent(upload.object.key.replaceAll("+", " "));
    const picture = await load(upload.bucket.name, Key);
    for (const width of WIDTHS) {
      written.push(await save(`${width}/${Key}`, resize(picture, width)));
    }
  }
  return { written };
};
// ANCHOR_END: handler

const load = async (Bucket, Key) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return decode(await Body.transformToByteArray());
};

const save = async (Key, picture) => {
  const Bucket = process.env.THUMBNAILS ?? "thumbnails";
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: encode(picture),
      ContentType: "image/x-portable-pixmap",
    }),
  );
  return Key;
};

// What it answers:
//   events/thumbnail.s3.json
//     → {"written":["160/holiday photo.ppm",…,"640/holiday photo.ppm"]}
