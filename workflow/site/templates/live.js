// Reloads the page when it was built anew. The dashboard changes in place, so that nobody loses the place where they read or type.
"use strict";
(() => {
  const own = document.currentScript.dataset;
  const page = decodeURIComponent(own.page);
  const query = new URLSearchParams({ page, since: own.since, start: own.start });
  const source = new EventSource("/-/events?" + query);
  const status = document.getElementById("working");

  async function refresh() {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement;
    for (const name of ["board", "working"]) {
      const [old, now] = [document.getElementById(name), fresh.getElementById(name)];
      if (!old || !now || old.innerHTML === now.innerHTML) continue;
      const typed = document.getElementById("words");
      const [words, at] = typed ? [typed.value, typed.selectionStart] : ["", 0];
      old.replaceChildren(...now.childNodes);
      const field = document.getElementById("words");
      if (field) field.value = words || field.value;
      if (focused && focused.id === "words" && field) {
        field.focus();
        field.setSelectionRange(at, at);
      } else if (focused && focused.href) {
        const again = [...old.querySelectorAll("a")].find((one) => one.href === focused.href);
        if (again) again.focus();
      }
    }
  }

  source.addEventListener("reload", () => {
    if (page) {
      source.close();
      location.reload();
    } else {
      refresh();
    }
  });
  source.addEventListener("working", (event) => {
    if (status && !page) status.textContent = JSON.parse(event.data) ? "Building…" : "Up to date. Pages reload when a file is saved.";
  });
  addEventListener("pagehide", () => source.close());
})();
