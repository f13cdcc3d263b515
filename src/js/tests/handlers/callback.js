'use strict';

console.log('Loading function');

exports.handler = (event, context, callback) => {
    console.log('value1 =', event.key1);
    context.callbackWaitsForEmptyEventLoop = false;
    setTimeout(() => {
        if (!event.key1) {
            callback(new Error('key1 is missing'));
            return;
        }
        callback(null, event.key1);
    }, 10);
};
