// A partner's API: today's exchange rates.

const RATES_URL = process.env.RATES_URL ?? "https://partner.example/rates";

export const currentRates = async () => {
  const answer = await fetch(RATES_URL);
  if (!answer.ok) throw new Error(`the partner answered ${answer.status}`);
  return answer.json();
};
