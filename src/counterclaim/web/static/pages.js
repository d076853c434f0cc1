// The keys of the review, and setting fields by selecting words. Everything also works by buttons and forms without this.
(() => {
  "use strict";
  const review = document.getElementById("review");
  if (!review) return;
  const form = document.getElementById("ruling");
  const reason = document.getElementById("reason");
  const words = document.getElementById("words");
  const keys = {};
  for (const [name, key] of Object.entries(review.dataset)) {
    if (name.startsWith("key")) keys[key] = name.slice(3).toLowerCase();
  }
  const button = (deed) => review.querySelector(`[data-deed="${deed}"]`);
  const save = (deed) => { const found = button(deed); if (found) form.requestSubmit(found); };
  const go = (deed) => { const found = button(deed); if (found) window.location.assign(found.href); };
  const deeds = {
    accept: () => save("accept"),
    correct: () => save("correct"),
    reject: () => (reason.value.trim() ? save("reject") : ask("reject")),
    comment: () => (reason.value.trim() ? save("comment") : ask("comment")),
    next: () => go("next"),
    skip: () => go("next"),
    previous: () => go("previous"),
    select: () => words.focus(),
  };
  let waiting = null;
  function ask(deed) {
    waiting = deed;
    reason.placeholder = `why? then Enter to ${deed}`;
    reason.focus();
  }
  const typing = (target) => target.matches("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      save("correct");
      return;
    }
    if (event.key === "Enter" && event.target === reason) {
      event.preventDefault();
      if (reason.value.trim()) save(waiting || "comment");
      return;
    }
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); waiting = null; return; }
    if (review.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deed = deeds[keys[event.key]];
    if (deed) { event.preventDefault(); deed(); }
  });

  const setters = document.getElementById("setters");
  for (const name of ["low", "high", "victims", "claimant", "place", "when"]) {
    const setter = document.createElement("button");
    setter.type = "button";
    setter.textContent = name;
    setter.addEventListener("click", () => {
      const chosen = String(window.getSelection()).trim() || words.dataset.chosen || "";
      const field = form.elements[name];
      const number = chosen.replace(/[\s.,\u00a0\u202f]/g, "");
      field.value = name === "low" || name === "high" ? (/^\d+$/.test(number) ? number : field.value) : chosen;
      field.focus();
    });
    setters.append(setter, " ");
  }
  document.getElementById("selecting").hidden = false;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (selection.rangeCount && !selection.isCollapsed && words.contains(selection.anchorNode)) words.dataset.chosen = String(selection).trim();
  });
})();
