// The page: three phones, the company's clock, the tour, and what shows which of them.

import { el } from "./draw.js";
import { Link } from "./link.js";
import { Look } from "./look.js";
import { Phone } from "./phone.js";

const PANES = ["rep", "manager", "customer"];
const CUSTOMER = "customer";
const find = (selector) => document.querySelector(selector);

const phones = {};
const look = new Look(find(".look"), find("#look"));
let stage = null;
let ahead = 0; // ms by which the company's clock is ahead of this machine's

const link = new Link(new URL("live", location.href.replace(/^http/, "ws")), {
  heard: (message) => HEARS[message.is]?.(message),
  changed: (connected) => connection(connected),
});

// ------------------------------------------------------------------ what the bot says
const HEARS = {
  stage: (message) => {
    if (!stage) open(message);
    else if (message.edition !== stage.edition) return startOver();
    setClock(message.now);
    connection(true);
    watch();
    link.sendUnsent();
  },
  chat: ({ chat, entries }) => phonesOf(chat).forEach((phone) => phone.replay(entries)),
  entry: ({ chat, entry }) => {
    phonesOf(chat).forEach((phone) => phone.said(entry));
    look.refresh();
  },
  taken: ({ id }) => {
    link.forget(id);
    Object.values(phones).forEach((phone) => phone.taken(id));
  },
  refused: ({ id }) => {
    link.forget(id);
    const known = Object.values(phones).filter((phone) => phone.refused(id)).length;
    announce(known || id !== "move" ? stage.texts.refused : stage.texts.too_far, { notice: true });
    moving(false);
  },
  clock: ({ now }) => setClock(now),
  moved: () => {
    moving(false);
    look.refresh();
    announce(find("#now").textContent);
  },
};

function phonesOf(chat) {
  return Object.values(phones).filter((phone) => phone.chat === chat);
}

// ------------------------------------------------------------------ the first time
function open(message) {
  const times = new Intl.DateTimeFormat(message.locale, { timeStyle: "short", timeZone: message.zone });
  stage = {
    ...message,
    announce,
    key: (name) => `cartera ${location.pathname} ${name}`,
    now: () => new Date(Date.now() + ahead),
    timeOf: (iso) => times.format(new Date(iso)),
  };
  if (localStorage.getItem(stage.key("edition")) !== stage.edition) {
    forget();
    localStorage.setItem(stage.key("edition"), stage.edition);
  }
  for (const pane of PANES) {
    const people = pane === CUSTOMER ? stage.customers : stage.people;
    const phone = new Phone(find(`.phone[data-pane=${pane}]`), pane, link, stage, { people, seen: unread });
    const chosen = localStorage.getItem(stage.key(`${pane} chat`));
    const first = people.find((one) => one.chat === chosen) ?? people.find((one) => one.role === pane) ?? people[0];
    phone.switchTo(first.chat);
    phone.watch = watch;
    phones[pane] = phone;
  }
  look.people(stage.people, stage.texts);
  find("#tour").append(...stage.tour.map(step));
  document.querySelectorAll("[data-hours], #reset, #look").forEach((button) => (button.disabled = false));
}

function forget() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`cartera ${location.pathname} `))
    .forEach((key) => localStorage.removeItem(key));
  link.forgetAll();
}

function startOver() {
  forget();
  location.reload();
}

function watch() {
  link.tell({ do: "watch", chats: [...new Set(Object.values(phones).map((phone) => phone.chat))] });
}

// ------------------------------------------------------------------ the tour
function step({ who, text, see }, number) {
  const key = stage.key(`step ${number}`);
  const done = el("span", { class: "done", hidden: !localStorage.getItem(key) }, ` ✓ ${stage.texts.done}`);
  const send = () => {
    const phone = phones[who];
    const person = who === CUSTOMER ? stage.customers[0] : stage.people.find((one) => one.role === who);
    if (person && phone.chat !== person.chat) phone.switchTo(person.chat);
    localStorage.setItem(key, "1");
    done.hidden = false;
    phone.say(text);
    showPane(who);
  };
  const label = el("span", { class: "who" }, stage.texts[who], done);
  return el("li", {}, el("button", { type: "button", click: send }, label, el("q", {}, text), el("small", {}, see)));
}

// ------------------------------------------------------------------ the clock
function setClock(iso) {
  ahead = new Date(iso) - Date.now();
  showClock();
}

function showClock() {
  if (!stage) return;
  const format = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: stage.zone };
  const year = stage.now().getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  find("#now").textContent = new Intl.DateTimeFormat(stage.locale, { ...format, ...year }).format(stage.now());
  find("#now").setAttribute("datetime", stage.now().toISOString());
}

function moving(moves) {
  document.querySelectorAll("[data-hours]").forEach((button) => button.setAttribute("aria-disabled", String(moves)));
}

document.querySelectorAll("[data-hours]").forEach((button) =>
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true" || !link.connected) return;
    moving(true);
    link.tell({ do: "move", hours: Number(button.dataset.hours) });
  }),
);
setInterval(showClock, 5000);

// ------------------------------------------------------------------ starting over
const sure = find("#sure");
find("#reset").addEventListener("click", () => sure.showModal());
sure.addEventListener("close", () => sure.returnValue === "yes" && link.tell({ do: "reset" }));

// ------------------------------------------------------------------ what is to be seen, and how it goes
function connection(connected) {
  document.body.classList.toggle("offline", !connected);
  if (!connected) moving(false);
  announce(connected ? "" : stage?.texts.offline);
}

// Says something to whoever listens to the page; to whoever looks at it too, where it is a `notice`.
function announce(text, { notice = false } = {}) {
  if (!text && !stage) return;
  find("#status").textContent = text;
  document.body.classList.toggle("notice", notice);
}

function showPane(pane) {
  find("main").dataset.shows = pane;
  document.querySelectorAll("#panes button").forEach((button) => {
    const shown = button.dataset.pane === pane;
    button.setAttribute("aria-current", String(shown));
    if (shown) button.querySelector(".badge")?.remove();
  });
  phones[pane]?.bottom();
  look.refresh();
}

// Something came to a phone that may not be on the screen.
function unread(pane) {
  const button = find(`#panes [data-pane=${pane}]`);
  if (find("main").dataset.shows === pane || button.querySelector(".badge")) return;
  button.append(el("span", { class: "badge" }, " ", stage.texts.new));
}

document.querySelectorAll("#panes button").forEach((button) => button.addEventListener("click", () => showPane(button.dataset.pane)));
showPane("tour");
