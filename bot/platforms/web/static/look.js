// What there is to look at, in a frame beside the chats: it is drawn anew when something was said.

import { el } from "./draw.js";

const PAUSE = 700; // ms: what comes in a row is one change

export class Look {
  constructor(section, toggle) {
    this.section = section;
    this.frame = section.querySelector("iframe");
    toggle.addEventListener("click", () => {
      const looking = document.body.classList.toggle("looking");
      toggle.setAttribute("aria-pressed", String(looking));
      this.refresh();
    });
  }

  // Whose eyes it is seen with: a manager's first.
  people(people, texts) {
    this.who = el("select", { "aria-label": texts.look_as, change: () => this.show() });
    this.who.append(...people.map((one) => el("option", { value: one.chat }, `${one.name} · ${one.title}`)));
    this.who.value = (people.find((one) => one.role === "manager") ?? people[0]).chat;
    this.section.querySelector("header").append(this.who);
    this.refresh();
  }

  refresh() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.who && this.section.checkVisibility() && this.show(true), PAUSE);
  }

  // Shows the view that was chosen last; the frame is nobody's history.
  show(again = false) {
    const here = this.frame.contentWindow.location;
    const query = new URLSearchParams(here.search);
    if (again && query.get("chat") === this.who.value) return here.reload();
    query.set("chat", this.who.value);
    if (!query.has("show")) query.set("show", "pipeline");
    query.delete("for");
    here.replace(new URL(`view?${query}`, location.href));
  }
}
