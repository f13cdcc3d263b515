// Draws a page of HTML.

const escape = (text) =>
  String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export const render = (order, { list }, buyer) => {
  const row = ({ name, count }) =>
    `<tr><td>${escape(name)}</td><td>${count}</td></tr>`;
  return {
    statusCode: 200,
    headers: { "content-type": "text/html" },
    body: `<h1>Order ${escape(order.id)} of ${escape(buyer.name)}</h1>
      <table>${list.map(row).join("")}</table>`,
  };
};
