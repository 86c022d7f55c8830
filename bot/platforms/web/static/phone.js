// One phone: whom it belongs to, what was said on it, and what is being written.

import { blocks, el, linked } from "./draw.js";

const MOST_FILE = 1 << 20;
const TYPING = 8000; // ms after which nobody believes that an answer is still being written

export class Phone {
  // `people` are those whose phone this can be; `stage` holds the texts of the page and how it writes times.
  constructor(section, pane, link, stage, { people, seen }) {
    Object.assign(this, { section, pane, link, stage, people, seen });
    this.entries = new Map();
    this.mode = null;
    this.build();
  }

  get texts() {
    return this.stage.texts;
  }

  build() {
    const { texts, pane, people } = this;
    this.log = el("div", { class: "log", role: "log", tabindex: "0", "aria-label": `${texts.conversation}: ${texts[pane]}` });
    this.nothing = el("p", { class: "nothing" }, pane === "customer" ? texts.empty_customer : texts.empty);
    this.hint = el("p", { class: "hint", hidden: true });
    this.input = el("textarea", { rows: "1", "aria-label": `${texts.message}: ${texts[pane]}`, placeholder: texts.message, enterkeyhint: "send" });
    this.file = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
    const attach = el("button", { type: "button", class: "icon", "aria-label": texts.attach, click: () => this.file.click() }, "+");
    const send = el("button", { class: "icon send", "aria-label": texts.send }, "➤");
    this.form = el("form", { class: "composer" }, attach, this.file, this.input, send);
    this.who = el("select", { "aria-label": `${texts.who}: ${texts[pane]}`, change: () => this.switchTo(this.who.value) });
    this.who.append(...people.map((one) => el("option", { value: one.chat }, `${one.name} · ${one.title}`)));
    if (people.length > 1) this.section.querySelector("header").append(this.who);
    this.section.append(this.nothing, this.log, this.hint, this.form);
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.saveDraft());
    this.file.addEventListener("change", () => this.sendFile());
    addEventListener("resize", () => this.bottom());
  }

  switchTo(chat) {
    this.chat = chat;
    this.who.value = chat;
    localStorage.setItem(this.stage.key(`${this.pane} chat`), chat);
    this.entries.clear();
    this.log.replaceChildren();
    this.setMode(null);
    this.input.value = localStorage.getItem(this.draftKey) ?? "";
    this.grow();
    this.show();
    this.watch?.();
  }

  // ---------------------------------------------------------------- what was said
  // The whole chat, as the bot remembers it; what is not sent yet stands below.
  replay(entries) {
    this.log.setAttribute("aria-live", "off");
    this.entries.clear();
    this.log.replaceChildren();
    entries.forEach((entry) => this.put(entry));
    this.link.unsent.filter((one) => one.chat === this.chat).forEach((one) => this.putUnsent(one));
    this.show();
    this.bottom();
    requestAnimationFrame(() => this.log.removeAttribute("aria-live"));
  }

  said(entry) {
    if (!entry.mine) this.stopTyping();
    this.put(entry);
    this.show();
    this.bottom();
    if (!entry.mine) this.seen(this.pane);
  }

  taken(id) {
    const shown = this.entries.get(id);
    if (shown?.entry.unsent) this.put({ ...shown.entry, unsent: false });
  }

  refused(id) {
    const shown = this.entries.get(id);
    if (!shown) return false;
    shown.item.remove();
    this.entries.delete(id);
    if (!this.input.value) this.input.value = shown.entry.text;
    this.grow();
    this.show();
    return true;
  }

  putUnsent({ do: does, id, text, name, message }) {
    if (does === "say" || does === "file") this.put({ id, mine: true, text: text ?? name, at: this.stage.now().toISOString(), unsent: true });
    if (does === "edit" && this.entries.has(message)) this.put({ ...this.entries.get(message).entry, text, edited: true });
  }

  // Shows an entry: in the place of an earlier one of its name, else below all others.
  put(entry) {
    const item = this.drawn(entry);
    const before = this.entries.get(entry.id)?.item;
    const focused = before?.contains(document.activeElement);
    if (before) before.replaceWith(item);
    else this.log.append(item);
    this.entries.set(entry.id, { entry, item });
    if (focused) (item.querySelector(".choices button") ?? this.input).focus();
  }

  drawn(entry) {
    const { texts } = this;
    const does = entry.mine ? [texts.edit, { edit: entry }] : [texts.reply, { reply: entry }];
    const again = el("button", { type: "button", class: "again", click: () => this.setMode(does[1]) }, does[0]);
    const time = el("time", { datetime: entry.at }, this.stage.timeOf(entry.at));
    const notes = [entry.edited && texts.edited, entry.unsent && texts.waiting].filter(Boolean).map((note) => el("span", {}, note));
    const name = entry.mine ? this.person?.name ?? texts[this.pane] : "Cartera";
    const meta = el("div", { class: "meta" }, el("b", { class: "name" }, name), time, ...notes, again);
    return el("article", { class: `entry ${entry.mine ? "mine" : "bot"}`, "aria-label": name }, el("div", { class: "bubble" }, meta, ...this.content(entry)), ...this.choices(entry));
  }

  content(entry) {
    if (entry.mine) return [el("p", {}, ...linked(entry.text))];
    const place = (file) => `files/${encodeURIComponent(this.chat)}/${file}`;
    const files = entry.files.map(([file, label]) => el("p", {}, el("a", { class: "file", href: place(file), download: label }, `⭳ ${label}`)));
    return [...blocks(entry.blocks, { texts: this.texts, place }), ...files];
  }

  choices({ choices, token }) {
    if (!choices?.length) return [];
    const press = (choice) => this.keep({ do: "press", token, choice });
    const buttons = choices.map((label, at) => el("button", { type: "button", click: () => press(at) }, label));
    return [el("div", { class: "choices", role: "group", "aria-label": this.texts.choices }, ...buttons)];
  }

  show() {
    this.person = this.people.find((one) => one.chat === this.chat);
    this.nothing.hidden = this.entries.size > 0;
    this.log.hidden = !this.nothing.hidden;
    const closed = this.pane === "customer" && this.entries.size === 0;
    [...this.form.elements].forEach((part) => (part.disabled = closed));
  }

  // Scrolls to what came last; where that is longer than the screen, to where it begins.
  bottom() {
    const last = this.log.lastElementChild;
    if (last) this.log.scrollTop = Math.min(this.log.scrollHeight, last.offsetTop - this.log.offsetTop - 12);
  }

  startTyping() {
    this.stopTyping();
    this.dots = el("div", { class: "entry bot typing", "aria-hidden": "true" }, el("div", { class: "bubble" }, el("span"), el("span"), el("span")));
    this.log.append(this.dots);
    this.typing = setTimeout(() => this.stopTyping(), TYPING);
    this.bottom();
  }

  stopTyping() {
    clearTimeout(this.typing);
    this.dots?.remove();
  }

  // ---------------------------------------------------------------- what is written
  get draftKey() {
    return this.stage.key(`${this.chat} draft`);
  }

  saveDraft() {
    this.grow();
    if (!this.mode?.edit) localStorage.setItem(this.draftKey, this.input.value);
  }

  grow() {
    this.input.rows = Math.min(6, this.input.value.split("\n").length);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.mode) {
      this.setMode(null);
    } else if (event.key === "ArrowUp" && !this.input.value) {
      const mine = [...this.entries.values()].filter(({ entry }) => entry.mine);
      if (mine.length) this.setMode({ edit: mine.at(-1).entry });
    }
  }

  setMode(mode) {
    const wasEditing = this.mode?.edit;
    this.mode = mode;
    this.hint.hidden = !mode;
    if (mode) this.hint.textContent = mode.edit ? this.texts.editing : this.texts.replying;
    if (mode?.edit) this.input.value = mode.edit.text;
    else if (wasEditing) this.input.value = "";
    this.grow();
    if (mode) this.input.focus();
  }

  submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    const { edit, reply } = this.mode ?? {};
    this.input.value = "";
    this.setMode(null);
    this.saveDraft();
    if (edit) this.keep({ do: "edit", text, message: edit.id });
    else this.say(text, reply?.id);
  }

  say(text, reply) {
    this.keep({ do: "say", text, replies_to: reply });
  }

  // Has something sent for certain, and shows it at once.
  keep(message) {
    const id = this.link.keep({ ...message, chat: this.chat });
    this.putUnsent({ ...message, id });
    this.show();
    if (this.link.connected) this.startTyping();
    this.bottom();
  }

  async sendFile() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    if (file.size >= MOST_FILE) return this.stage.announce(this.texts.too_big, { notice: true });
    try {
      const answer = await fetch("files", { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
      const { file: reference } = await answer.json();
      this.keep({ do: "file", file: reference, name: file.name, size: file.size, mime: file.type });
    } catch {
      this.stage.announce(this.texts.offline, { notice: true });
    }
  }
}
