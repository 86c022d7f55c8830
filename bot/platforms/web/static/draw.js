// What the bot says as elements of the page. Whatever somebody wrote becomes a text node, never markup.

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const LINKS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d(?:[ -]?\d){7,14})/;

// A text with its addresses and numbers to tap.
export function linked(text) {
  return text.split(LINKS).map((part, at) => {
    if (at % 2 === 0) return part;
    const href = part.startsWith("http") ? part : part.includes("@") ? `mailto:${part}` : `tel:${part.replaceAll(/[ -]/g, "")}`;
    return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, part);
  });
}

const words = (text, name = "p") => el(name, {}, ...linked(text));

const BLOCKS = {
  heading: (text) => el("p", { class: "heading" }, text),
  facts: (pairs) => el("dl", {}, ...pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), words(value, "dd")))),
  entries: (items) =>
    el("ul", {}, ...items.map(([head, body]) => el("li", {}, el("b", {}, ...linked(head)), ...(body ? [words(body)] : [])))),
  table: ({ columns, rows }, { texts }) => {
    const cell = (kind, text, at, more) => el(kind, { class: columns[at]?.[1], ...more }, text);
    const head = columns.map(([title], at) => cell("th", title, at, { scope: "col" }));
    const body = rows.map((row) => el("tr", {}, ...columns.map((_column, at) => cell("td", row[at] ?? "", at))));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
    return el("div", { class: "wide", role: "region", tabindex: "0", "aria-label": texts.table }, table);
  },
  picture: ({ file, alternative }, { place }) => {
    const figure = el("figure");
    const forgotten = () => figure.replaceChildren(el("figcaption", {}, alternative));
    const image = el("img", { src: place(file), alt: alternative, loading: "lazy", error: forgotten });
    figure.append(el("a", { href: place(file), target: "_blank" }, image));
    return figure;
  },
  progress: ({ text, done, of }) => {
    const bar = of ? { value: String(done), max: String(of) } : {};
    return el("p", {}, text, el("progress", { ...bar, "aria-label": text }));
  },
};

// The blocks of a message; `context` has the page's `texts`, and says in which `place` a file is.
export function blocks(list, context) {
  return list.filter(([, content]) => content).map(([kind, content]) => (BLOCKS[kind] ?? ((text) => words(text)))(content, context));
}
