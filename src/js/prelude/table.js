// `console.table`.
(function (host, core) {
  'use strict';
  const cell = (value) => (typeof value === 'object' && value !== null ? core.inspect(value, { depth: 0 }) : core.inspect(value));
  return (data, wanted) => {
    if (typeof data !== 'object' || data === null) return undefined;
    const rows = data instanceof Map ? [...data].map(([key, value], i) => [i, { Key: key, Values: value }])
      : data instanceof Set ? [...data].map((value, i) => [i, value]) : Object.entries(data);
    const columns = [];
    let plain = false;
    for (const [, row] of rows.slice(0, 1000)) {
      if (typeof row !== 'object' || row === null) { plain = true; continue; }
      for (const key of Object.keys(row)) if (!columns.includes(key) && (!wanted || wanted.includes(key))) columns.push(key);
    }
    const head = ['(index)', ...columns, ...(plain ? ['Values'] : [])];
    const lines = rows.slice(0, 1000).map(([index, row]) => {
      const isObject = typeof row === 'object' && row !== null;
      return [String(index), ...columns.map((key) => (isObject && Object.hasOwn(row, key) ? cell(row[key]) : '')), ...(plain ? [isObject ? '' : cell(row)] : [])];
    });
    const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i].length)) + 2);
    const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
    const line = (cells) => '│' + cells.map((text, i) => ` ${text}`.padEnd(widths[i])).join('│') + '│';
    return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...lines.map(line), rule('└', '┴', '┘')].join('\n');
  };
})
