// The little of `Intl` that log lines and amounts use, in American English and UTC: there are no other languages in here.
(function (host, core) {
  'use strict';
  class NumberFormat {
    #options;
    constructor(locale, options = {}) { this.#options = options; }
    format(value) {
      const { style, currency = 'USD', minimumFractionDigits, maximumFractionDigits } = this.#options;
      const percent = style === 'percent';
      const money = style === 'currency';
      const least = minimumFractionDigits ?? (money ? 2 : 0);
      const most = Math.max(least, maximumFractionDigits ?? (money ? 2 : percent ? 0 : 3));
      const number = Number(value) * (percent ? 100 : 1);
      if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number < 0 ? '-∞' : '∞';
      let [whole, part = ''] = Math.abs(number).toFixed(Math.min(most, 20)).split('.');
      while (part.length > least && part.endsWith('0')) part = part.slice(0, -1);
      if (this.#options.useGrouping !== false) whole = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
      const sign = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' }[currency] ?? `${currency} `;
      return `${number < 0 ? '-' : ''}${money ? sign : ''}${whole}${part ? '.' + part : ''}${percent ? '%' : ''}`;
    }
    resolvedOptions() { return { locale: 'en-US', numberingSystem: 'latn', ...this.#options }; }
  }
  class DateTimeFormat {
    #options;
    constructor(locale, options = {}) { this.#options = options; }
    format(date = new Date()) { return new Date(date).toLocaleDateString(); }
    resolvedOptions() { return { locale: 'en-US', calendar: 'gregory', timeZone: 'UTC', ...this.#options }; }
  }
  return { NumberFormat, DateTimeFormat };
})
