// Virtual time: what the world says, and always UTC, as on Lambda.
(function (host, core) {
  'use strict';
  const RealDate = Date;
  const proto = RealDate.prototype;

  const withoutZone = /^\s*([+-]?\d{4,6}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?)\s*$/;
  const someZone = /(Z|GMT|UTC|[+-]\d\d:?\d\d|\([^)]*\))\s*$/i;
  const parse = (text) => {
    text = String(text);
    const local = withoutZone.exec(text);
    if (local) return RealDate.parse(local[1].replace(' ', 'T') + 'Z');
    const plain = RealDate.parse(text);
    if (Number.isNaN(plain) || someZone.test(text) || /^\s*[+-]?\d{4,6}(-\d\d){0,2}\s*$/.test(text)) return plain;
    return RealDate.parse(text + ' UTC');
  };

  function VirtualDate(...parts) {
    if (!new.target) return new VirtualDate().toString();
    let value;
    if (parts.length === 0) value = host.now();
    else if (parts.length > 1) value = RealDate.UTC(...parts);
    else if (parts[0] instanceof RealDate) value = proto.getTime.call(parts[0]);
    else {
      const primitive = typeof parts[0] === 'object' && parts[0] !== null ? parts[0][Symbol.toPrimitive]?.('default') ?? parts[0].valueOf() : parts[0];
      value = typeof primitive === 'string' ? parse(primitive) : Number(primitive);
    }
    return Reflect.construct(RealDate, [Math.trunc(value)], new.target);
  }
  Object.defineProperty(VirtualDate, 'name', { value: 'Date' });
  Object.defineProperty(VirtualDate, 'length', { value: 7 });
  VirtualDate.prototype = proto;
  VirtualDate.now = () => Math.floor(host.now());
  VirtualDate.parse = parse;
  VirtualDate.UTC = RealDate.UTC;
  const hidden = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  hidden(proto, 'constructor', VirtualDate);
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    hidden(proto, 'get' + part, proto['getUTC' + part]);
    if (part !== 'Day') hidden(proto, 'set' + part, proto['setUTC' + part]);
  }
  hidden(proto, 'getTimezoneOffset', function () { return Number.isNaN(proto.getTime.call(this)) ? NaN : 0; });
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const two = (number) => String(number).padStart(2, '0');
  const valid = (method) => function () { return Number.isNaN(proto.getTime.call(this)) ? 'Invalid Date' : method.call(this); };
  const dateText = function () {
    return `${days[this.getUTCDay()]} ${months[this.getUTCMonth()]} ${two(this.getUTCDate())} ${String(this.getUTCFullYear()).padStart(4, '0')}`;
  };
  const clock = function () { return `${two(this.getUTCHours())}:${two(this.getUTCMinutes())}:${two(this.getUTCSeconds())}`; };
  hidden(proto, 'toDateString', valid(dateText));
  hidden(proto, 'toTimeString', valid(function () { return `${clock.call(this)} GMT+0000 (Coordinated Universal Time)`; }));
  hidden(proto, 'toString', valid(function () { return `${dateText.call(this)} ${clock.call(this)} GMT+0000 (Coordinated Universal Time)`; }));
  const american = function () { return `${this.getUTCMonth() + 1}/${this.getUTCDate()}/${this.getUTCFullYear()}`; };
  const twelve = function () {
    const hours = this.getUTCHours();
    return `${hours % 12 || 12}:${two(this.getUTCMinutes())}:${two(this.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
  };
  hidden(proto, 'toLocaleDateString', valid(american));
  hidden(proto, 'toLocaleTimeString', valid(twelve));
  hidden(proto, 'toLocaleString', valid(function () { return `${american.call(this)}, ${twelve.call(this)}`; }));
  hidden(globalThis, 'Date', VirtualDate);

  hidden(Math, 'random', () => host.random());
})
