// `@aws-sdk/util-dynamodb`: values of JavaScript as DynamoDB types them, and back.
(function (host, core) {
  'use strict';
  const { Buffer, asBytes } = core.part('bytes');
  class NumberValue {
    constructor(value) { this.value = String(value?.N ?? value); }
    static from(value) { return new NumberValue(value); }
    toString() { return this.value; }
    toAttributeValue() { return { N: this.value }; }
  }
  const number = (value) => {
    if (Number.isNaN(value) || Math.abs(value) === Infinity) throw new Error(`Special numeric value ${value} is not allowed`);
    if (typeof value === 'number' && value > Number.MAX_SAFE_INTEGER) throw new Error(`Number ${value} is greater than Number.MAX_SAFE_INTEGER. Use NumberValue from @aws-sdk/lib-dynamodb.`);
    if (typeof value === 'number' && value < Number.MIN_SAFE_INTEGER) throw new Error(`Number ${value} is lesser than Number.MIN_SAFE_INTEGER. Use NumberValue from @aws-sdk/lib-dynamodb.`);
    return { N: String(value) };
  };
  const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  const set = (values, options) => {
    const kept = options.removeUndefinedValues ? [...values].filter((value) => value !== undefined) : [...values];
    if (kept.includes(undefined)) throw new Error('Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.');
    if (kept.length === 0) {
      if (options.convertEmptyValues) return { NULL: true };
      throw new Error('Pass a non-empty set, or options.convertEmptyValues=true.');
    }
    const [first] = kept;
    if (first instanceof NumberValue) return { NS: kept.map(String) };
    if (typeof first === 'number' || typeof first === 'bigint') return { NS: kept.map((value) => number(value).N) };
    if (typeof first === 'string') return { SS: kept };
    if (isBytes(first)) return { BS: kept };
    throw new Error('Only Number Set (NS), Binary Set (BS), String Set (SS) are allowed.');
  };
  const object = (value, options) => {
    const made = {};
    for (const key of Object.keys(value)) {
      if (typeof value[key] === 'function') continue;
      if (value[key] === undefined && options.removeUndefinedValues) continue;
      made[key] = toAttr(value[key], options);
    }
    return made;
  };
  const toAttr = (value, options = {}) => {
    if (value === undefined) throw new Error('Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.');
    if (value === null) return { NULL: true };
    if (Array.isArray(value)) return { L: value.filter((item) => typeof item !== 'function' && (item !== undefined || !options.removeUndefinedValues)).map((item) => toAttr(item, options)) };
    if (value instanceof Set) return set(value, options);
    if (value instanceof Map) return { M: object(Object.fromEntries(value), options) };
    if (value instanceof NumberValue) return value.toAttributeValue();
    if (typeof value === 'boolean' || value instanceof Boolean) return { BOOL: value.valueOf() };
    if (typeof value === 'number' || value instanceof Number) return number(value.valueOf());
    if (typeof value === 'bigint') return { N: String(value) };
    if (isBytes(value)) return asBytes(value).length === 0 && options.convertEmptyValues ? { NULL: true } : { B: value };
    if (typeof value === 'string' || value instanceof String) return value.length === 0 && options.convertEmptyValues ? { NULL: true } : { S: String(value) };
    if (typeof value === 'object' && (value.constructor === undefined || value.constructor === Object || Object.getPrototypeOf(value) === null || options.convertClassInstanceToMap)) return { M: object(value, options) };
    throw new Error(`Unsupported type passed: ${value}. Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.`);
  };
  const marshall = (data, options = {}) => {
    const made = toAttr(data, options);
    const [kind] = Object.keys(made);
    return (kind === 'M' || kind === 'L') && !options.convertTopLevelContainer ? made[kind] : made;
  };
  const toNumber = (text, options) => {
    if (typeof options.wrapNumbers === 'function') return options.wrapNumbers(text);
    if (options.wrapNumbers) return new NumberValue(text);
    const value = Number(text);
    if (Number.isSafeInteger(value) || !/^-?\d+$/.test(text)) return value;
    return BigInt(text);
  };
  const fromAttr = (attribute, options = {}) => {
    for (const kind of Object.keys(attribute ?? {})) {
      const value = attribute[kind];
      if (value === undefined) continue;
      switch (kind) {
        case 'NULL': return null;
        case 'BOOL': return Boolean(value);
        case 'N': return toNumber(value, options);
        case 'S': return value;
        case 'B': return value;
        case 'L': return value.map((item) => fromAttr(item, options));
        case 'M': return unmarshallMap(value, options);
        case 'NS': return new Set(value.map((item) => toNumber(item, options)));
        case 'SS': case 'BS': return new Set(value);
        default: throw new Error(`Unsupported type passed: ${kind}`);
      }
    }
    throw new Error(`No value defined: ${JSON.stringify(attribute)}`);
  };
  const unmarshallMap = (map, options) => {
    const made = {};
    for (const key of Object.keys(map)) made[key] = fromAttr(map[key], options);
    return made;
  };
  const unmarshall = (data, options = {}) => (options.convertWithoutMapWrapper === false ? fromAttr(data, options) : unmarshallMap(data, options));
  return { marshall, unmarshall, convertToAttr: toAttr, convertToNative: fromAttr, NumberValueImpl: NumberValue };
})
