// Works out the price of a basket: of all combinations of vouchers, the one
// that saves most.

const MINIMUM = 0.4; // nobody pays less than 40 % of the price

export const priceOf = ({ items, vouchers, currency }, rates) => {
  const full = items.reduce((sum, { cents, count }) => sum + cents * count, 0);
  let best = full;
  for (let choice = 0; choice < 2 ** vouchers.length; choice += 1) {
    let price = full;
    for (let place = 0; place < vouchers.length; place += 1) {
      if (choice & (1 << place)) price -= saved(vouchers[place], price);
    }
    if (price < best && price >= full * MINIMUM) best = price;
  }
  return { currency, cents: Math.round(best * rates[currency]) };
};

const saved = ({ percent, from }, price) =>
  price >= from ? (price * percent) / 100 : 0;
