// resizer-loop: writes its pictures into the bucket whose uploads call it. Each
// output is an upload, too.

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { decode, encode, resize } from "./picture.js";

const s3 = new S3Client({});

// ANCHOR: handler
export const handler = async (event) => {
  const written = [];
  for (const { s3: upload } of event.Records) {
    const Bucket = upload.bucket.name;
    const key = decodeURIComponent(upload.object.key.replaceAll("+", " "));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
    const picture = decode(await Body.transformToByteArray());
    for (const [name, width] of [
      ["small", 320],
      ["tiny", 80],
    ]) {
      const Key = `${name}-${key}`;
      // The same Bucket: who listens to it is called again, and that is us.
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: encode(resize(picture, width)),
        }),
      );
      written.push(Key);
    }
  }
  return { written };
};
// ANCHOR_END: handler

// What it answers:
//   events/resizer-loop.s3.json
//     → {"written":["small-cat.ppm","tiny-cat.ppm"]}
