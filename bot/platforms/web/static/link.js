// The connection to the bot: it comes back by itself, and what was written meanwhile is sent once, however often it is tried.

const PATIENCE = 5000; // ms until a silent connection counts as lost
const LONGEST_PAUSE = 5000;

export class Link {
  // `heard` gets every message of the bot, `changed` whether there is a connection.
  constructor(address, { heard, changed }) {
    this.address = address;
    this.heard = heard;
    this.changed = changed;
    this.key = `cartera ${location.pathname} unsent`;
    this.unsent = JSON.parse(localStorage.getItem(this.key) || "[]");
    this.tries = 0;
    this.open();
    addEventListener("online", () => this.open());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
  }

  get connected() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  // Sends what changes nothing that anybody would miss; lost where there is no connection.
  tell(message) {
    if (this.connected) this.socket.send(JSON.stringify(message));
  }

  // Sends what must not be lost; returns the name under which it is kept until the bot has it.
  keep(message) {
    const kept = { ...message, id: crypto.randomUUID(), since: Date.now() };
    this.unsent.push(kept);
    this.save();
    this.send(kept);
    return kept.id;
  }

  forget(id) {
    this.unsent = this.unsent.filter((one) => one.id !== id);
    this.save();
  }

  forgetAll() {
    this.unsent = [];
    this.save();
  }

  sendUnsent() {
    this.unsent.forEach((one) => this.send(one));
  }

  send({ since, ...message }) {
    this.tell({ ...message, ago: (Date.now() - since) / 1000 });
  }

  save() {
    localStorage.setItem(this.key, JSON.stringify(this.unsent));
  }

  open() {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.pause);
    const socket = (this.socket = new WebSocket(this.address));
    socket.onopen = () => (this.tries = 0);
    socket.onmessage = ({ data }) => {
      clearTimeout(this.doubt);
      this.heard(JSON.parse(data));
    };
    socket.onclose = () => socket === this.socket && this.lost();
  }

  lost() {
    clearTimeout(this.doubt);
    this.changed(false);
    const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** this.tries++);
    this.pause = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
  }

  // After a sleep a connection may look open that is not.
  check() {
    if (!this.connected) return this.open();
    this.tell({ do: "here" });
    const doubted = this.socket;
    this.doubt = setTimeout(() => {
      doubted.onclose = null;
      doubted.close();
      this.socket = null;
      this.lost();
    }, PATIENCE);
  }
}
