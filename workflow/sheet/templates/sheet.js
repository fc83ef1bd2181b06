"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const rows = new Map(data.segments.map((row) => [row.number, row]));
  const edits = new Map(); // number -> {text, state, comment}
  const key = (row) => JSON.stringify([row.msgctxt, row.msgid]);
  const place = `workflow-sheet:${data.release}:${data.language}`;
  const accepted = (state) => state === "translated" || state === "approved";
  // An edit of state "draft" is a text or a comment without a decision.
  const leavesState = (edit, row) => edit.state === "draft" || accepted(edit.state) === accepted(row.state);
  const PREVIOUS = "<prev/>";
  // What is shaped like a code (workflow/inline.py), and the two escapes.
  const CODE = /&lt;|&amp;|<(\/?)([\p{L}_][\p{L}\p{N}_.:-]*(?:\s(?:[^<>&]|&(?!lt;|amp;))*?)?)(\/?)>/gu;
  let current = null;
  let saved = true;

  function make(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name === "class") made.className = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const article = (number) => document.getElementById(`s${number}`);
  const shown = () => [...document.querySelectorAll("article[data-number]")].filter((one) => one.offsetParent !== null);
  const say = (text) => { document.getElementById("said").textContent = text; };

  function tokens(text) {
    const found = [];
    let at = 0;
    for (const match of text.matchAll(CODE)) {
      found.push({ text: text.slice(at, match.index) });
      if (match[0] === "&lt;") found.push({ text: "<" });
      else if (match[0] === "&amp;") found.push({ text: "&" });
      else found.push({ code: match[0] });
      at = match.index + match[0].length;
    }
    found.push({ text: text.slice(at) });
    return found;
  }

  function rendered(text, row) {
    if (!text) return [make("span", { class: "none" }, words.none)];
    if (text === PREVIOUS) return [make("span", { class: "none" }, words.previous)];
    return tokens(text).map((token) =>
      token.code === undefined
        ? token.text
        : make("code", { class: row.codes.includes(token.code) ? "chip" : "chip wrong", title: token.code }, token.code)
    );
  }

  function problems(text, row) {
    if (!text || text === PREVIOUS) return "";
    const codes = tokens(text).filter((token) => token.code !== undefined).map((token) => token.code);
    const missing = row.codes.filter((code) => !codes.includes(code));
    const unknown = codes.filter((code, at) => !row.codes.includes(code) || codes.indexOf(code) !== at);
    const said = [];
    if (missing.length) said.push(`${words.missing}${words.colon} ${missing.join(" ")}`);
    if (unknown.length) said.push(`${words.unknown}${words.colon} ${unknown.join(" ")}`);
    return said.join(". ");
  }

  // What was typed is kept from visit to visit, with the digest of the text that it was typed for.
  let older = []; // [key, edit]: typed for another version of the sheet
  let used = null; // the one of them that is in the editor

  function remember(typing = null) {
    const list = [...edits, ...(typing ? [typing] : [])].map(([number, edit]) => [key(rows.get(number)), { seen: rows.get(number).seen, ...edit }]);
    try {
      localStorage.setItem(place, JSON.stringify({ saved, edits: [...older, ...list] }));
    } catch {
      say(words.not_kept);
      return false;
    }
    return true;
  }

  function recall() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(place));
    } catch {
      kept = null;
    }
    if (!kept || !Array.isArray(kept.edits)) return;
    const byKey = new Map(data.segments.map((row) => [key(row), row]));
    for (const [name, edit] of kept.edits) {
      const row = byKey.get(name);
      const done = row && edit.text === row.text && leavesState(edit, row)
        && (!edit.comment || row.comments.some((one) => one.includes(edit.comment.trim())));
      if (done) continue; // the project has taken it in
      if (row && edit.seen === row.seen) edits.set(row.number, { text: edit.text, state: edit.state, comment: edit.comment });
      else older.push([name, edit]);
    }
    saved = Boolean(kept.saved);
    for (const number of edits.keys()) show(number);
    showOlder();
  }

  function drop(one) {
    older = older.filter((other) => JSON.stringify(other) !== JSON.stringify(one));
    remember();
    showOlder();
  }

  function showOlder() {
    document.querySelectorAll(".earlier").forEach((one) => one.remove());
    const lost = document.getElementById("lost");
    lost.replaceChildren();
    const byKey = new Map(data.segments.map((row) => [key(row), row]));
    for (const one of older) {
      const [name, edit] = one;
      const row = byKey.get(name);
      const text = make("p", { lang: data.language }, edit.comment ? `${edit.text} (${edit.comment})` : edit.text);
      const no = make("button", { type: "button", onclick: () => drop(one) }, words.drop);
      if (row) {
        const yes = make("button", { type: "button", onclick: () => open(row.number, edit, false, one) }, words.use);
        article(row.number).querySelector(".about").append(make("div", { class: "note match earlier" }, make("p", { class: "label" }, words.earlier), text, yes, " ", no));
      } else {
        lost.append(make("div", { class: "earlier" }, make("p", {}, JSON.parse(name)[1]), text, no));
      }
    }
    if (lost.childElementCount) lost.prepend(make("p", { class: "label" }, words.lost));
    lost.hidden = !lost.childElementCount;
  }

  // A segment as it is with its edit, or without one.
  function show(number) {
    const row = rows.get(number);
    const edit = edits.get(number);
    const one = article(number);
    one.classList.toggle("edited", Boolean(edit));
    one.querySelector(".target").replaceChildren(...rendered(edit ? edit.text : row.text, row));
    one.querySelectorAll(".mine").forEach((note) => note.remove());
    const badge = document.getElementById(`b${number}`);
    badge.querySelectorAll(".edited").forEach((old) => old.remove());
    if (edit) {
      badge.append(" ", make("span", { class: "badge edited" }, label(row, edit)));
      const about = one.querySelector(".about");
      if (edit.comment) about.prepend(make("p", { class: "note mine" }, make("span", { class: "label" }, `${words.comment}${words.colon} `), edit.comment));
      if (edit.text !== row.text && row.text) {
        about.prepend(make("p", { class: "note mine" }, make("span", { class: "label" }, `${words.was}${words.colon} `), make("span", { lang: data.language }, ...rendered(row.text, row))));
      }
    }
    document.getElementById("count").value = String(edits.size);
  }

  function label(row, edit) {
    const same = edit.text === row.text && edit.state !== "returned" && leavesState(edit, row);
    return same ? words.commented : words[`edited_${edit.state}`];
  }

  function change(number, edit) {
    const row = rows.get(number);
    const none = !edit || (edit.text === row.text && leavesState(edit, row) && !edit.comment);
    if (none) edits.delete(number);
    else edits.set(number, edit);
    saved = edits.size === 0;
    show(number);
    if (used) drop(used);
    used = null;
    if (remember()) say(edits.size ? words.unsaved : "");
  }

  function select(one, focus = true) {
    if (current && current !== one) {
      settle();
      current.classList.remove("current");
      current.tabIndex = -1;
    }
    current = one;
    one.classList.add("current");
    one.tabIndex = 0;
    controls();
    if (focus) {
      one.focus({ preventScroll: true });
      one.scrollIntoView({ block: "nearest" });
    }
  }

  function controls() {
    document.querySelectorAll(".controls").forEach((one) => one.remove());
    if (!current || current.querySelector(".edit")) return;
    const number = Number(current.dataset.number);
    const row = rows.get(number);
    const button = (name, action) => make("button", { type: "button", onclick: action }, words[name]);
    const edit = edits.get(number);
    current.append(make("div", { class: "controls" },
      button("edit", () => open(number)),
      row.text && !accepted(row.state) && !edit ? button("accept", () => accept(number)) : null,
      row.text ? button("return", () => sendBack(number)) : null,
      edit ? button("undo", () => undo(number)) : null));
  }

  function accept(number) {
    const row = rows.get(number);
    const edit = edits.get(number);
    const text = edit ? edit.text : row.text;
    if (!text) { say(words.text_needed); return; }
    change(number, { text, state: "translated", comment: edit ? edit.comment : "" });
    controls();
  }

  function sendBack(number) {
    const row = rows.get(number);
    if (!row.text && !edits.has(number)) return;
    open(number, { ...(edits.get(number) || { text: row.text, comment: "" }), state: "returned" }, true);
  }

  function undo(number) {
    change(number, null);
    select(article(number));
  }

  function open(number, draft = null, comment = false, earlier = null) {
    settle();
    const row = rows.get(number);
    const one = article(number);
    select(one, false);
    used = earlier;
    const start = draft || edits.get(number) || { text: row.text, state: accepted(row.state) ? "translated" : "draft", comment: "" };
    const text = make("textarea", { rows: Math.max(2, Math.ceil((start.text || row.msgid).length / 70)), value: start.text, spellcheck: true });
    text.lang = data.language;
    text.dir = one.querySelector(".target").dir;
    const remark = make("textarea", { rows: 1, value: start.comment || "" });
    let decided = start.state !== "draft";
    const problem = make("p", { class: "problem", role: "alert" });
    const state = (value) => make("label", {},
      make("input", { type: "radio", name: "state", value, checked: start.state === value, onchange: () => { decided = true; } }),
      words[`state_${value}`]);
    const look = () => { problem.textContent = problems(text.value, row); };
    const insert = (code) => make("button", { type: "button", class: "insert", onclick: () => { text.setRangeText(code, text.selectionStart, text.selectionEnd, "end"); text.focus(); text.dispatchEvent(new Event("input", { bubbles: true })); } }, code);
    const form = make("form", { class: "edit", onsubmit: (event) => { event.preventDefault(); keep(); } },
      make("label", {}, words.text, text),
      row.codes.length ? make("div", { class: "row" }, make("span", {}, `${words.insert}${words.colon} `), ...row.codes.map(insert)) : null,
      problem,
      make("label", {}, words.comment, remark),
      make("fieldset", {}, make("legend", {}, words.state), state("translated"), state("returned"), accepted(row.state) ? null : state("draft")),
      make("div", { class: "row" }, make("button", { type: "submit", class: "main" }, words.keep), make("button", { type: "button", onclick: () => leave() }, words.leave)));
    const typed = () => ({ text: text.value, state: form.querySelector("input[name=state]:checked").value, comment: remark.value.trim() });
    text.addEventListener("input", () => {
      look();
      // Whoever rewrites a draft means the new text; whoever only comments on it has not accepted it.
      if (!decided) form.querySelector(`input[value=${text.value === row.text ? "draft" : "translated"}]`).checked = true;
    });
    form.addEventListener("input", () => remember([number, typed()]));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); leave(); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); keep(); }
    });

    function keep() {
      const edit = typed();
      if (edit.state === "returned" && !edit.comment && edit.text === row.text) { problem.textContent = words.reason_needed; remark.focus(); return; }
      if (edit.state === "translated" && !edit.text.trim() && !edit.comment) { problem.textContent = words.text_needed; text.focus(); return; }
      close();
      change(number, edit);
      select(one);
    }

    function leave() {
      close();
      used = null;
      remember();
      select(one);
    }

    // Whoever goes on to another sentence has not thrown away what was typed in this one.
    settle = () => {
      const edit = typed();
      close();
      if (edit.text !== start.text || edit.state !== start.state || edit.comment !== (start.comment || "")) change(number, edit);
      used = null;
    };

    document.querySelectorAll(".controls").forEach((old) => old.remove());
    one.append(form);
    look();
    (comment ? remark : text).focus();
  }

  let settle = () => {};

  function close() {
    settle = () => {};
    document.querySelectorAll(".edit").forEach((form) => form.remove());
  }

  function move(by, wanted = () => true) {
    const all = shown();
    const at = all.indexOf(current);
    for (let next = at + by; next >= 0 && next < all.length; next += by) {
      if (wanted(all[next])) { select(all[next]); return; }
    }
  }

  function filter() {
    settle();
    const show = document.querySelector("input[name=show]:checked").value;
    const fits = (one) => one.dataset.number !== undefined && (show === "needs" ? "needs" in one.dataset
      : show === "findings" ? "found" in one.dataset : edits.has(Number(one.dataset.number)));
    let count = 0;
    for (const one of document.querySelectorAll("article")) {
      one.hidden = show !== "all" && !fits(one);
      if (!one.hidden && one.dataset.number !== undefined) count += 1;
    }
    // Innermost first: what holds nothing that is shown is not shown.
    for (const frame of [...document.querySelectorAll("main li, main ul, main ol, main td, main th, main tr, main blockquote, main .table, main > div, main .beside")].reverse()) {
      if (frame.matches("td, th")) continue;
      frame.hidden = !frame.querySelector("article:not([hidden])");
    }
    say(show === "all" ? "" : `${words.shown}${words.colon} ${count} / ${rows.size}`);
    const all = shown();
    if (all.length && !all.includes(current)) select(all[0], false);
  }

  function save() {
    settle();
    const list = data.segments.filter((row) => edits.has(row.number)).map((row) => ({ msgctxt: row.msgctxt, msgid: row.msgid, seen: row.seen, ...edits.get(row.number) }));
    if (!list.length) { say(words.nothing); return; }
    const file = { format: data.format, version: data.version, release: data.release, language: data.language, edits: list };
    const name = `${data.release.replaceAll("/", "-")}.${data.language}.sheet.json`;
    const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + "\n"], { type: "application/json" }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    saved = true;
    remember();
    say(`${words.saved} ${name}`);
  }

  // Keys by their place on the keyboard: the same in Latin and Cyrillic layouts. They work on a selected segment only.
  const KEYS = { KeyJ: () => move(1), KeyK: () => move(-1), KeyN: () => move(1, (one) => "needs" in one.dataset && !edits.has(Number(one.dataset.number))) };
  const ACTIONS = { KeyE: open, Enter: open, KeyA: accept, KeyR: sendBack, KeyU: undo };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") { event.preventDefault(); save(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || !current || document.activeElement !== current) return;
    if (event.code in KEYS) { event.preventDefault(); KEYS[event.code](); }
    else if (event.code in ACTIONS) { event.preventDefault(); ACTIONS[event.code](Number(current.dataset.number)); }
  });
  document.addEventListener("focusin", (event) => {
    const one = event.target.closest("article[data-number]");
    if (one && one !== current && event.target === one) select(one, false);
  });
  document.querySelector("main").addEventListener("click", (event) => {
    const one = event.target.closest("article[data-number]");
    if (!one || event.target.closest("button, a, form, textarea, input, label")) return;
    select(one, !String(getSelection()));
  });
  document.querySelectorAll("input[name=show]").forEach((one) => one.addEventListener("change", filter));
  document.getElementById("save").addEventListener("click", save);
  // The sheet is open in another tab, too: what is typed there is kept in the same place, and would be written over from here.
  addEventListener("storage", (event) => {
    if (event.key !== place || !event.newValue) return;
    const before = [...edits.keys()];
    edits.clear();
    older = [];
    recall();
    before.forEach(show);
    controls();
  });
  addEventListener("beforeunload", (event) => {
    settle();
    if (!saved && !remember()) event.preventDefault();
  });

  document.querySelector(".tools").hidden = false;
  recall();
  const first = document.querySelector("article[data-needs]") || document.querySelector("article[data-number]");
  if (first) select(first, false);
  if (edits.size) say(saved ? words.all_saved : words.unsaved);
})();
