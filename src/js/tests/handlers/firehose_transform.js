'use strict';
console.log('Loading function');

exports.handler = async (event, context) => {
    let success = 0;
    let failure = 0;
    const output = event.records.map((record) => {
        const entry = Buffer.from(record.data, 'base64').toString('utf8');
        const match = /^([\d.]+) (\S+) (\d+)$/.exec(entry.trim());
        if (match) {
            const result = JSON.stringify({ ip: match[1], path: match[2], status: Number(match[3]) }) + '\n';
            success++;
            return { recordId: record.recordId, result: 'Ok', data: Buffer.from(result, 'utf8').toString('base64') };
        }
        failure++;
        return { recordId: record.recordId, result: 'ProcessingFailed', data: record.data };
    });
    console.log(`Processing completed. Successful records ${success}, failed records ${failure}.`);
    return { records: output };
};
